package dev.hako.compare.oci;

import java.nio.file.Path;
import java.util.List;

/// Podman with a state of its own.
public final class PodmanPlace {
    /// Its own defaults are more than a container of ours may ask for.
    public static final List<String> LIMITS =
            List.of("--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000");

    private PodmanPlace() {}

    /// The words that begin each of its commands.
    ///
    /// @param folder for what it keeps
    /// @param memory for what it need not keep; no more than 50 characters
    public static List<String> command(Path program, Path folder, Path memory) {
        return List.of(
                program.toString(),
                "--root",
                folder.resolve("root").toString(),
                "--runroot",
                memory.toString(),
                "--tmpdir",
                folder.resolve("tmp").toString(),
                "--network-config-dir",
                folder.resolve("networks").toString(),
                "--cgroup-manager",
                "cgroupfs",
                "--events-backend",
                "file");
    }
}
