package dev.hako.plan;

import static dev.hako.kernel.Errno.EINVAL;
import static dev.hako.kernel.Errno.EPERM;
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

    /// `struct statx`; a zero field follows the mode.
    private static final int STATX_SIZE = 256;

    private static final int STATX_UID_AT = 20;
    private static final int STATX_GID_AT = 24;
    private static final int STATX_MODE_AT = 28;
    private static final int STATX_MODE = 2;
    private static final int STATX_UID = 8;
    private static final int STATX_GID = 0x10;

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
        alike(upper, lower);
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
        int flags = O_RDONLY | O_CLOEXEC | OpenFlags.directory(plan.arch());
        return plan.call(Syscall.OPENAT, parent, plan.text(name), value(flags)).into(name);
    }

    /// What is seen as the directory itself is the upper one: it gets the owner and the mode of
    /// what it hides. An owner that has no number in a user namespace cannot be given.
    private void alike(Register upper, Register lower) {
        Argument.Data stat = plan.data().place(new Struct(STATX_SIZE), "stat");
        plan.call(
                Syscall.STATX,
                lower,
                plan.text(""),
                value(AT_EMPTY_PATH),
                value(STATX_MODE | STATX_UID | STATX_GID),
                stat);
        Register uid = field(stat, STATX_UID_AT, "uid");
        Register gid = field(stat, STATX_GID_AT, "gid");
        plan.call(Syscall.FCHOWN, upper, uid, gid).tolerate(EINVAL, EPERM);
        Register mode = field(stat, STATX_MODE_AT, "mode");
        plan.call(Syscall.FCHMOD, upper, mode);
        List.of(uid, gid, mode).forEach(plan.registers()::release);
    }

    private Register field(Argument.Data stat, int at, String name) {
        plan.load(new Argument.Data(stat.offset() + at, name), Integer.BYTES);
        return plan.into(name);
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
