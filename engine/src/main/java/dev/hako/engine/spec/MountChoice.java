package dev.hako.engine.spec;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is mounted into a container, in order: Docker's standard mounts as its namespaces ask for,
/// the engine's own files, and then what the user wants, over them where the places are the same.
final class MountChoice {
    private static final String SHM = "/dev/shm";
    private static final String MQUEUE = "/dev/mqueue";
    private static final String PTS = "/dev/pts";
    private static final String PROC = "/proc";
    private static final String SYS = "/sys";
    private static final String CGROUP = "/sys/fs/cgroup";
    private static final String READ_ONLY = "ro";

    /// The place of volumes when no container is being started.
    private static final String NOWHERE = "/nonexistent";

    private static final List<String> TMPFS_OPTIONS = List.of("noexec", "nosuid", "nodev");

    /// The group of terminals, `tty`, which mounts of devpts name.
    private static final long TERMINAL_GROUP = 5;

    private final long mappedIds;
    private final boolean recursiveReadOnly;

    /// @param mappedIds how many ids the engine can give to containers
    /// @param recursiveReadOnly whether the kernel can make a mount read-only with all below it
    MountChoice(long mappedIds, boolean recursiveReadOnly) {
        this.mappedIds = mappedIds;
        this.recursiveReadOnly = recursiveReadOnly;
    }

    List<Mount> of(ContainerConfig config, List<Mount> standard, EngineFiles files) {
        List<Mount> wanted = wanted(config, files);
        Set<String> taken = new HashSet<>();
        wanted.forEach(mount -> taken.add(mount.destination()));
        List<Mount> mounts = new ArrayList<>(standard.size() + wanted.size() + 3);
        for (Mount mount : standard) {
            if (!taken.contains(mount.destination()) && isToBeHad(mount, config)) {
                mounts.add(adapted(mount, config));
            }
        }
        for (Mount mount : engineFiles(config, files)) {
            if (!taken.contains(mount.destination())) {
                mounts.add(mount);
            }
        }
        mounts.addAll(wanted);
        return mounts;
    }

    /// A host without a message queue file system mounted has none to share.
    private static boolean isToBeHad(Mount mount, ContainerConfig config) {
        return !mount.destination().equals(MQUEUE)
                || config.namespaces().ipc() != Mode.HOST
                || Files.isDirectory(Path.of(MQUEUE));
    }

    private Mount adapted(Mount mount, ContainerConfig config) {
        boolean hostIpc = config.namespaces().ipc() == Mode.HOST;
        return switch (mount.destination()) {
            case SHM -> hostIpc ? bind(SHM, SHM) : sizedShm(mount, config);
            case MQUEUE -> hostIpc ? bind(MQUEUE, MQUEUE) : mount;
            // The kernel refuses a group that is not mapped; terminals then belong to their user.
            case PTS -> mappedIds > TERMINAL_GROUP ? mount : without("gid=", mount);
            case PROC -> config.namespaces().pid() == Mode.HOST ? bind(PROC, PROC) : mount;
            case SYS, CGROUP -> config.security().privileged() ? writable(mount) : mount;
            default -> mount;
        };
    }

    private static Mount sizedShm(Mount mount, ContainerConfig config) {
        if (config.storage().shmBytes().isEmpty()) {
            return mount;
        }
        List<String> options = new ArrayList<>(mount.options());
        options.removeIf(option -> option.startsWith("size="));
        options.add("size=" + config.storage().shmBytes().get());
        return mount.withOptions(options);
    }

    private static Mount without(String start, Mount mount) {
        return mount.withOptions(
                mount.options().stream().filter(option -> !option.startsWith(start)).toList());
    }

    private static Mount writable(Mount mount) {
        return mount.withOptions(
                mount.options().stream().filter(option -> !option.equals(READ_ONLY)).toList());
    }

    private static Mount bind(String source, String target) {
        return Mount.of(target, "bind", source, "rbind", "nosuid", "noexec", "nodev");
    }

    private static List<Mount> engineFiles(ContainerConfig config, EngineFiles files) {
        List<Mount> mounts = new ArrayList<>(4);
        mounts.add(ownFile("/etc/hosts", files.hosts(), config));
        mounts.add(ownFile("/etc/hostname", files.hostname(), config));
        files.resolvConf().ifPresent(own -> mounts.add(ownFile("/etc/resolv.conf", own, config)));
        if (files.resolvConf().isEmpty()
                && NamespaceChoice.sharesHostNetwork(config.namespaces())
                && Files.isReadable(Path.of("/etc/resolv.conf"))) {
            mounts.add(
                    Mount.of("/etc/resolv.conf", "bind", "/etc/resolv.conf", "rbind", READ_ONLY));
        }
        config.process()
                .timezone()
                .flatMap(ZoneChoice::of)
                .ifPresent(zone ->
                        mounts.add(
                                Mount.of(
                                        ZoneChoice.TARGET,
                                        "bind",
                                        zone.toString(),
                                        "bind",
                                        READ_ONLY,
                                        "rprivate")));
        files.init().ifPresent(init -> mounts.add(init(init)));
        return mounts;
    }

    /// The program that is the first process.
    static Mount init(Path program) {
        return Mount.of(
                EngineFiles.INIT, "bind", program.toString(), "bind", READ_ONLY, "rprivate");
    }

    private static Mount ownFile(String target, Path source, ContainerConfig config) {
        Mount mount = Mount.of(target, "bind", source.toString(), "bind", "rprivate");
        return config.namespaces().ownsUsers() ? idMapped(mount) : mount;
    }

    /// The same for users whose ids are others outside: what belongs to root belongs to theirs.
    private static Mount idMapped(Mount mount) {
        List<String> options = new ArrayList<>(mount.options());
        options.add(MountRequest.ID_MAPPED);
        return mount.withOptions(options);
    }

    /// The user's mounts, those nearer to the root first, so that none hides another.
    private List<Mount> wanted(ContainerConfig config, EngineFiles files) {
        List<MountRequest> requests = config.storage().mounts();
        boolean ownsUsers = config.namespaces().ownsUsers();
        List<Mount> mounts = new ArrayList<>(requests.size());
        Set<String> targets = new HashSet<>();
        for (MountRequest request : requests) {
            requireTarget(request.target());
            if (!targets.add(normal(request.target()))) {
                throw Failure.invalid(
                        "duplicate mount point \"" + Printable.of(request.target()) + "\"");
            }
            Mount mount = mount(request, files);
            boolean engines = request instanceof MountRequest.Volume;
            mounts.add(ownsUsers && engines ? idMapped(mount) : mount);
        }
        mounts.sort(Comparator.comparingInt(mount -> Path.of(mount.destination()).getNameCount()));
        return mounts;
    }

    private static void requireTarget(String target) {
        if (!target.startsWith("/")) {
            throw Failure.invalid(
                    "invalid mount target \""
                            + Printable.of(target)
                            + "\": it must be an absolute path");
        }
        if (normal(target).equals("/")) {
            throw Failure.invalid("invalid mount target \"/\": the root cannot be mounted over")
                    .hint("use the image rootfs:DIR to choose another root");
        }
    }

    private static String normal(String target) {
        return Path.of(target).normalize().toString();
    }

    private Mount mount(MountRequest request, EngineFiles files) {
        return switch (request) {
            case MountRequest.Bind bind -> {
                ensureSource(bind);
                List<String> options = bindOptions(bind.options());
                yield new Mount(
                        bind.target(), "bind", bind.source(), options, List.of(), List.of());
            }
            case MountRequest.Tmpfs tmpfs -> {
                List<String> options = new ArrayList<>(TMPFS_OPTIONS);
                options.addAll(tmpfs.options());
                yield new Mount(tmpfs.target(), "tmpfs", "tmpfs", options, List.of(), List.of());
            }
            case MountRequest.ImageFiles image -> {
                String source = files.volumes().getOrDefault(image.target(), NOWHERE);
                yield Mount.of(image.target(), "bind", source, "rbind", "rprivate", READ_ONLY);
            }
            case MountRequest.Volume volume -> {
                String source = files.volumes().getOrDefault(volume.target(), NOWHERE);
                String access = volume.writable() ? "rw" : READ_ONLY;
                yield Mount.of(volume.target(), "bind", source, "rbind", "rprivate", access);
            }
        };
    }

    /// Docker's rule: what is mounted below the source comes along, and is as read-only as the
    /// mount itself where the kernel can do that.
    private List<String> bindOptions(List<String> asked) {
        List<String> options = new ArrayList<>(asked);
        boolean atTop = options.remove(MountRequest.READ_ONLY_AT_TOP);
        if (!options.contains(MountRequest.NON_RECURSIVE)) {
            options.add("rbind");
            if (recursiveReadOnly && !atTop && options.contains(READ_ONLY)) {
                options.add("rro");
            }
        }
        return options;
    }

    private static void ensureSource(MountRequest.Bind bind) {
        Path source = Path.of(bind.source());
        if (Files.exists(source)) {
            return;
        }
        if (!bind.createSource()) {
            throw Failure.invalid(
                            "invalid mount of \""
                                    + Printable.of(bind.source())
                                    + "\": the path does not"
                                    + " exist on the host")
                    .hint("create it, or use -v, which creates a directory");
        }
        try {
            Files.createDirectories(source);
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.DENIED,
                    "cannot create the source of a volume, \""
                            + Printable.of(bind.source())
                            + "\": "
                            + e.getMessage(),
                    e);
        }
    }
}
