package dev.hako.compare.subject;

import dev.hako.compare.host.Programs;
import dev.hako.oci.runtime.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// This machine's own programs, seen in a container: its `/usr` and what belongs to it, read-only.
/// So the same bytes run under every runtime, and nothing is downloaded.
public final class HostPrograms {
    private static final Path PROGRAMS = Path.of("/usr");
    private static final List<String> FOLDERS =
            Stream.of(
                            "/usr",
                            "/bin",
                            "/sbin",
                            "/lib",
                            "/lib64",
                            "/etc/alternatives",
                            "/etc/ld.so.cache")
                    .filter(path -> Files.exists(Path.of(path)))
                    .toList();

    private HostPrograms() {}

    /// For an OCI runtime.
    static List<Mount> mounts() {
        return FOLDERS.stream()
                .map(path -> Mount.of(path, "bind", path, "rbind", "ro", "nosuid", "nodev"))
                .toList();
    }

    /// For a command that takes `-v` as Docker's does.
    static List<String> options() {
        return FOLDERS.stream()
                .flatMap(path -> Stream.of("-v", path + ":" + path + ":ro"))
                .toList();
    }

    /// Its file below `/usr`, which is what containers see; what stands in front of it for a user
    /// is not.
    public static Optional<Path> find(String program) {
        Path usual = PROGRAMS.resolve("bin").resolve(program);
        Optional<Path> found =
                Files.isExecutable(usual) ? Optional.of(usual) : Programs.find(program);
        return found.map(HostPrograms::real).filter(path -> path.startsWith(PROGRAMS));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
