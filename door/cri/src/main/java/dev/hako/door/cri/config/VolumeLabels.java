package dev.hako.door.cri.config;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.Mount;
import dev.hako.cri.v1.SELinuxOption;
import dev.hako.failure.Failure;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.LabelModule;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Xattrs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;

/// Labels the files of volumes for SELinux, so that the container may use them: what the kubelet
/// asks of volumes that are a pod's own. No link is followed: other containers may be at work
/// there.
///
/// @param seLinux whether this host has labels
public record VolumeLabels(boolean seLinux) {
    private static final NativePath ATTRIBUTE = NativePath.of("security.selinux");

    /// By which policies for containers (container-selinux) know their files.
    private static final String TYPE = "container_file_t";

    private static final String STANDARD_LEVEL = "s0";
    private static final int DEEPEST = 512;
    private static final int DIRECTORY =
            Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW | Open.O_CLOEXEC;

    /// The machine's own folders, which would be of no more use to it.
    private static final Set<String> OFF_LIMITS =
            Set.of(
                    "/",
                    "/bin",
                    "/boot",
                    "/dev",
                    "/etc",
                    "/home",
                    "/lib",
                    "/lib64",
                    "/proc",
                    "/root",
                    "/run",
                    "/sbin",
                    "/sys",
                    "/tmp",
                    "/usr",
                    "/var",
                    "/var/lib");

    /// As this host is.
    public static VolumeLabels ofHost() {
        return new VolumeLabels(LabelModule.active().contains(LabelModule.SELINUX));
    }

    /// Labels what a container's configuration asks for.
    ///
    /// @throws Failure `INVALID` for a folder that is the machine's own
    public void apply(ContainerConfig config) {
        if (!seLinux) {
            return;
        }
        SELinuxOption option = config.getLinux().getSecurityContext().getSelinuxOptions();
        String level = option.getLevel().isEmpty() ? STANDARD_LEVEL : option.getLevel();
        for (Mount mount : config.getMountsList()) {
            if (mount.getSelinuxRelabel() && !mount.hasImage()) {
                label(mount.getHostPath(), "system_u:object_r:" + TYPE + ":" + level);
            }
        }
    }

    private static void label(String path, String context) {
        try {
            Path real = Path.of(path).toRealPath();
            if (OFF_LIMITS.contains(real.toString())) {
                throw Failure.invalid(
                                "cannot label \""
                                        + path
                                        + "\" for SELinux: it is the machine's own")
                        .hint("mount a folder below it");
            }
            label(real, (context + "\0").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.NOT_FOUND, "cannot label \"" + path + "\": " + e, e);
        } catch (KernelException e) {
            // A file system without labels has those that it was mounted with.
            if (!e.is(Errno.EOPNOTSUPP)) {
                throw Failure.internal("cannot label \"" + path + "\": " + e.text(), e);
            }
        }
    }

    /// Of a file, or of a directory with all that is in it.
    static void label(Path path, byte[] context) {
        NativePath name = NativePath.of(path.toString());
        Xattrs.setAt(Fd.CWD, name, ATTRIBUTE, context);
        if (Files.isDirectory(path)) {
            try (Walk walk = new Walk(context)) {
                walk.enter(Fd.CWD, name);
                walk.go();
            }
        }
    }

    private record Level(Fd directory, Iterator<DirectoryEntry> entries) {}

    /// Through directories that are held open, so that none is taken for another.
    private static final class Walk implements AutoCloseable {
        private final byte[] context;
        private final Deque<Level> levels = new ArrayDeque<>();

        Walk(byte[] context) {
            this.context = context;
        }

        void enter(Fd parent, NativePath name) {
            if (levels.size() == DEEPEST) {
                throw Failure.invalid(
                        "cannot label a volume for SELinux that is deeper than " + DEEPEST);
            }
            Fd directory = Open.openat(parent, name, DIRECTORY);
            levels.push(new Level(directory, Directory.list(directory).iterator()));
        }

        void go() {
            while (!levels.isEmpty()) {
                Level level = levels.element();
                if (level.entries.hasNext()) {
                    visit(level.directory, level.entries.next());
                } else {
                    levels.pop().directory.close();
                }
            }
        }

        private void visit(Fd directory, DirectoryEntry entry) {
            try {
                Xattrs.setAt(directory, entry.name(), ATTRIBUTE, context);
                if (entry.type() == FileType.DIRECTORY) {
                    enter(directory, entry.name());
                }
            } catch (KernelException e) {
                // Whoever works there may have taken it away.
                if (!e.isAny(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)) {
                    throw e;
                }
            }
        }

        @Override
        public void close() {
            levels.forEach(level -> level.directory.close());
        }
    }
}
