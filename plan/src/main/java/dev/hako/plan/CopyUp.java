package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.Mount;
import dev.hako.plan.Argument.Register;
import dev.hako.plan.MountOptions.Attributes;
import java.util.ArrayList;
import java.util.List;

/// A tmpfs that begins with what its directory held (`tmpcopyup`).
///
/// Nothing is copied: an overlay shows the directory as it was, with the tmpfs taking all changes.
/// Its three directories are told to the kernel by descriptor, as names in the host's procfs.
final class CopyUp {
    private static final int DIGITS = 10;
    private static final String PREFIX = "/proc/self/fd/";

    private final PlanBuilder plan;
    private final Trees trees;

    CopyUp(PlanBuilder plan, Trees trees) {
        this.plan = plan;
        this.trees = trees;
    }

    void mount(RootTree root, Mount mount, MountOptions options) {
        plan.doing("mount tmpfs on", mount.destination());
        Register lower = root.directory(mount.destination());
        Register changes = trees.make("tmpfs", settings(options), 0);
        Register upper = directory(changes, "upper");
        Register work = directory(changes, "work");
        plan.call(Syscall.FSOPEN, plan.text("overlay"), value(MountFlags.FSOPEN_CLOEXEC));
        Register context = plan.into("fs");
        configure(context, "lowerdir", lower);
        configure(context, "upperdir", upper);
        configure(context, "workdir", work);
        Argument none = value(0);
        plan.call(
                Syscall.FSCONFIG, context, value(MountFlags.FSCONFIG_CMD_CREATE), none, none, none);
        Attributes attributes = options.attributes();
        plan.call(
                Syscall.FSMOUNT,
                context,
                value(MountFlags.FSMOUNT_CLOEXEC),
                value(attributes.set()));
        Register tree = plan.into("tree");
        trees.attach(tree, lower);
        for (Register register : List.of(changes, upper, work, context, tree)) {
            plan.registers().release(register);
        }
        root.covered(mount.destination());
    }

    private static List<String[]> settings(MountOptions options) {
        List<String[]> settings = new ArrayList<>();
        if (!options.data().isEmpty()) {
            for (String option : options.data().split(",", -1)) {
                settings.add(option.split("=", 2));
            }
        }
        return settings;
    }

    private Register directory(Register parent, String name) {
        plan.call(Syscall.MKDIRAT, parent, plan.text(name), value(0755));
        int flags = O_PATH | O_CLOEXEC | OpenFlags.directory(plan.arch());
        return plan.call(Syscall.OPENAT, parent, plan.text(name), value(flags)).into(name);
    }

    private void configure(Register context, String key, Register directory) {
        Argument.Data path =
                plan.data()
                        .place(
                                new Struct(32).bytes(0, ProcessPaths.ascii(PREFIX)),
                                PREFIX + "$" + directory.name());
        var digits = new Argument.Data(path.offset() + PREFIX.length(), "N");
        plan.add(new Action.Decimal(digits, directory, DIGITS, 0));
        plan.call(
                Syscall.FSCONFIG,
                context,
                value(MountFlags.FSCONFIG_SET_STRING),
                plan.text(key),
                path,
                value(0));
    }
}
