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

/// The files of the engine's own that a container is shown, such as `/etc/hosts`: small, and
/// written before each start. A guest gets copies of them; what else of the host is to be mounted
/// it cannot have.
///
/// @param mounts of the container, in the guest
/// @param contents by their names in the initrd
record CarriedFiles(List<Mount> mounts, SortedMap<String, Initrd.Content> contents) {
    private static final long MOST_BYTES = 1 << 20;
    private static final int READABLE = 0644;
    private static final int EXECUTABLE = 0755;
    private static final List<String> ENGINES =
            List.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");
    private static final String INIT = "/dev/hako-init";

    /// @param own the folder in which the engine keeps such files
    /// @throws Failure `UNSUPPORTED` naming a mount that a guest cannot have
    static CarriedFiles of(List<Mount> mounts, Path own) {
        var inside = new ArrayList<Mount>(mounts.size());
        var contents = new TreeMap<String, Initrd.Content>();
        for (Mount mount : mounts) {
            if (!isBind(mount)) {
                inside.add(mount);
                continue;
            }
            String name = "carried-" + contents.size();
            contents.put(name, content(mount, own));
            inside.add(
                    new Mount(
                            mount.destination(),
                            mount.type(),
                            GuestPlace.FILES + "/" + name,
                            mount.options(),
                            List.of(),
                            List.of()));
        }
        return new CarriedFiles(List.copyOf(inside), contents);
    }

    private static boolean isBind(Mount mount) {
        return "bind".equals(mount.type())
                || mount.options().contains("bind")
                || mount.options().contains("rbind");
    }

    private static Initrd.Content content(Mount mount, Path own) {
        Path source = Path.of(String.valueOf(mount.source()));
        boolean init = mount.destination().equals(INIT);
        boolean engines = ENGINES.contains(mount.destination()) && own.equals(source.getParent());
        if (!init && !engines) {
            throw GuestSpec.no(
                    "the mount on \"" + mount.destination() + "\"",
                    "leave it out, or use isolation \"namespace\": nothing of the host's files can be"
                            + " mounted in a guest kernel yet");
        }
        try {
            if (Files.size(source) > MOST_BYTES) {
                throw Failure.of(
                        Failure.Kind.EXHAUSTED,
                        "the file on \"" + mount.destination() + "\" is larger than 1 MiB");
            }
            return new Initrd.Content(Files.readAllBytes(source), init ? EXECUTABLE : READABLE);
        } catch (IOException e) {
            throw Failure.internal("cannot read \"" + source + "\": " + e, e);
        }
    }
}
