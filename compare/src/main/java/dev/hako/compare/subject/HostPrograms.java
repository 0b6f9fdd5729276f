package dev.hako.compare.subject;

import dev.hako.oci.runtime.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// This machine's own programs, seen in a container: its `/usr` and what belongs to it, read-only.
/// So the same bytes run under every runtime, and nothing is downloaded.
public final class HostPrograms {
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
}
