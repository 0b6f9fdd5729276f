package dev.hako.plan;

import static dev.hako.kernel.Errno.EEXIST;
import static dev.hako.kernel.Errno.ENOENT;
import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.Device;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The nodes and links of `/dev` (config-linux.md, "Default Devices" and "Devices").
///
/// Where nodes cannot be made, in a user namespace, the host's are bound over empty files.
final class Devices {
    private static final String PTMX = "/dev/ptmx";
    private static final int ALL_MAY = 0666;
    private static final int TTY_MAJOR = 5;
    private static final int S_IFCHR = 0020000;
    private static final int S_IFBLK = 0060000;
    private static final int S_IFIFO = 0010000;

    private static final List<Device> ALWAYS =
            List.of(
                    Device.character("/dev/null", 1, 3, ALL_MAY),
                    Device.character("/dev/zero", 1, 5, ALL_MAY),
                    Device.character("/dev/full", 1, 7, ALL_MAY),
                    Device.character("/dev/random", 1, 8, ALL_MAY),
                    Device.character("/dev/urandom", 1, 9, ALL_MAY),
                    Device.character("/dev/tty", TTY_MAJOR, 0, ALL_MAY));

    private static final List<RootFilesystem.Link> LINKS =
            List.of(
                    new RootFilesystem.Link("fd", "/proc/self/fd"),
                    new RootFilesystem.Link("stdin", "/proc/self/fd/0"),
                    new RootFilesystem.Link("stdout", "/proc/self/fd/1"),
                    new RootFilesystem.Link("stderr", "/proc/self/fd/2"),
                    new RootFilesystem.Link("core", "/proc/kcore"));

    private final PlanBuilder plan;
    private final Trees trees;
    private final boolean bound;
    private final Map<String, Device> wanted = new LinkedHashMap<>();

    /// @param more those of the specification, which replace the usual ones of the same path; the
    ///   host's `/dev/ptmx`, which is among all of its devices, gives way to the container's own
    /// @param bound whether the host's nodes are bound
    Devices(PlanBuilder plan, Trees trees, List<Device> more, boolean bound) {
        this.plan = plan;
        this.trees = trees;
        this.bound = bound;
        ALWAYS.forEach(device -> wanted.put(device.path(), device));
        more.stream()
                .filter(device -> !device.path().equals(PTMX))
                .forEach(device -> wanted.put(device.path(), device));
    }

    /// @param fresh whether `/dev` is a file system of its own, in which nothing is there yet
    void make(RootTree root, boolean fresh) {
        for (Device device : wanted.values()) {
            plan.doing("make the device", device.path());
            if (bound && device.type() != Device.Type.FIFO) {
                bind(root, device.path());
            } else {
                node(root, device, fresh);
            }
        }
        links(root);
        pseudoTerminals(root, fresh);
    }

    private void node(RootTree root, Device device, boolean fresh) {
        String relative = RootTree.relative(device.path());
        Register parent = root.directory(RootTree.parent(relative));
        Data name = plan.text(RootTree.name(relative));
        int mode = type(device.type()) | Objects.requireNonNullElse(device.fileMode(), ALL_MAY);
        long number =
                new dev.hako.kernel.Device(number(device.major()), number(device.minor())).devT();
        plan.call(Syscall.MKNODAT, parent, name, value(mode), value(number));
        if (!fresh) {
            plan.tolerate(EEXIST);
        }
        long uid = Objects.requireNonNullElse(device.uid(), 0L);
        long gid = Objects.requireNonNullElse(device.gid(), 0L);
        if (uid != 0 || gid != 0) {
            int noFollow = 0x100;
            plan.call(Syscall.FCHOWNAT, parent, name, value(uid), value(gid), value(noFollow));
        }
    }

    private static int number(@org.jspecify.annotations.Nullable Long number) {
        return number == null ? 0 : number.intValue();
    }

    private static int type(Device.Type type) {
        return switch (type) {
            case CHARACTER, UNBUFFERED -> S_IFCHR;
            case BLOCK -> S_IFBLK;
            case FIFO -> S_IFIFO;
        };
    }

    private void bind(RootTree root, String path) {
        Register tree = trees.copy(path, false);
        Register target = root.file(path);
        trees.attach(tree, target);
        plan.registers().release(target);
        plan.registers().release(tree);
    }

    private void links(RootTree root) {
        for (RootFilesystem.Link link : LINKS) {
            plan.doing("make the link", "/dev/" + link.path());
            plan.call(
                            Syscall.SYMLINKAT,
                            plan.text(link.target()),
                            root.directory("/dev"),
                            plan.text(link.path()))
                    .tolerate(EEXIST);
        }
    }

    /// `/dev/ptmx` must lead into the container's own devpts, whatever an image has there.
    private void pseudoTerminals(RootTree root, boolean fresh) {
        plan.doing("make the link", PTMX);
        Register dev = root.directory("/dev");
        Data name = plan.text("ptmx");
        if (!fresh) {
            plan.call(Syscall.UNLINKAT, dev, name, value(0)).tolerate(ENOENT);
        }
        plan.call(Syscall.SYMLINKAT, plan.text("pts/ptmx"), dev, name);
    }
}
