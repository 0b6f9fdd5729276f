package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.boot.Initrd;
import dev.hako.oci.runtime.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What of the host's files a container is shown. The engine's own, such as `/etc/hosts`, are
/// small, and written before each start: a guest gets copies of them. The others are served to it.
///
/// @param mounts of the container, in the guest
/// @param contents of the copies, by their names in the initrd
/// @param shared the others
record CarriedFiles(
        List<Mount> mounts, SortedMap<String, Initrd.Content> contents, SharedFiles shared) {
    private static final long MOST_BYTES = 1 << 20;
    private static final int READABLE = 0644;
    private static final int EXECUTABLE = 0755;
    private static final List<String> ENGINES =
            List.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");
    private static final String INIT = "/dev/hako-init";
    private static final List<String> ID_MAPS = List.of("idmap", "ridmap");
    private static final List<String> PROPAGATING = List.of("shared", "rshared", "slave", "rslave");

    /// @param own the folder in which the engine keeps such files
    /// @throws Failure `UNSUPPORTED` naming a mount that a guest cannot have
    static CarriedFiles of(List<Mount> mounts, Path own) {
        var inside = new ArrayList<Mount>(mounts.size());
        var contents = new TreeMap<String, Initrd.Content>();
        var shared = new ArrayList<Mount>();
        for (Mount mount : mounts) {
            if (!isBind(mount)) {
                inside.add(mount);
                continue;
            }
            if (isInit(mount) || isEngines(mount, own)) {
                String name = "carried-" + contents.size();
                contents.put(name, content(mount));
                inside.add(from(GuestPlace.FILES + "/" + name, mount));
            } else {
                check(mount);
                inside.add(from(SharedFiles.place(shared.size()), mount));
                shared.add(mount);
            }
        }
        return new CarriedFiles(List.copyOf(inside), contents, new SharedFiles(shared));
    }

    private static Mount from(String source, Mount mount) {
        return new Mount(
                mount.destination(), mount.type(), source, mount.options(), List.of(), List.of());
    }

    private static boolean isInit(Mount mount) {
        return mount.destination().equals(INIT);
    }

    private static boolean isEngines(Mount mount, Path own) {
        return ENGINES.contains(mount.destination())
                && own.equals(Path.of(String.valueOf(mount.source())).getParent());
    }

    private static void check(Mount mount) {
        String place = "the mount on \"" + mount.destination() + "\"";
        if (!mount.uidMappings().isEmpty()
                || mount.options().stream().anyMatch(ID_MAPS::contains)) {
            throw GuestSpec.no(place + " with other owners", "leave its id mapping out");
        }
        if (mount.options().stream().anyMatch(PROPAGATING::contains)) {
            throw GuestSpec.no(
                    place + " with mounts that come later",
                    "leave its propagation out: the host's mounts are not the guest's");
        }
    }

    private static boolean isBind(Mount mount) {
        return "bind".equals(mount.type())
                || mount.options().contains("bind")
                || mount.options().contains("rbind");
    }

    private static Initrd.Content content(Mount mount) {
        Path source = Path.of(String.valueOf(mount.source()));
        try {
            if (Files.size(source) > MOST_BYTES) {
                throw Failure.of(
                        Failure.Kind.EXHAUSTED,
                        "the file on \"" + mount.destination() + "\" is larger than 1 MiB");
            }
            return new Initrd.Content(
                    Files.readAllBytes(source), isInit(mount) ? EXECUTABLE : READABLE);
        } catch (IOException e) {
            throw Failure.internal("cannot read \"" + source + "\": " + e, e);
        }
    }
}
