package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Podman's own builds, in a state of their own.
final class PodmanBuild implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    /// Its runtime refuses groups of both versions at once, and podman to lower what it may not.
    private static final String ALONE = "umount /sys/fs/cgroup/unified 2> /dev/null; exec \"$@\"";

    private final Path folder;

    private PodmanBuild(Path folder) {
        this.folder = folder;
    }

    /// @param base an archive of the root file system that builds begin with
    /// @param image what they call it
    static PodmanBuild begin(Path base, String image) throws IOException {
        var podman = new PodmanBuild(Files.createTempDirectory(Path.of("/tmp"), "pb"));
        try {
            podman.run("import", "-c", "ENV PATH=/bin:/usr/bin:/usr/sbin", base.toString(), image);
            return podman;
        } catch (AssertionError e) {
            podman.close();
            throw e;
        }
    }

    private Result command(String... words) {
        List<String> line =
                new ArrayList<>(
                        List.of("unshare", "-m", "sh", "-c", ALONE, "sh", "podman", "--root"));
        line.add(folder.resolve("root").toString());
        line.addAll(List.of("--runroot", folder.resolve("run").toString()));
        line.addAll(List.of("--cgroup-manager", "cgroupfs", "--events-backend", "file"));
        line.addAll(List.of(words));
        return Programs.run(DEADLINE, Path.of("/dev/null"), line);
    }

    private void run(String... words) {
        Result result = command(words);
        assertThat(result.status()).as(result.error() + result.output()).isZero();
    }

    /// Builds and takes the files of the result into an archive.
    void build(Path context, List<String> options, Path archive) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "build",
                                "--network=none",
                                "--ulimit=nofile=1000:1000",
                                "--ulimit=nproc=1000:1000"));
        words.addAll(options);
        words.addAll(List.of("-t", "built", context.toString()));
        run(words.toArray(String[]::new));
        run("create", "--replace", "--name", "built", "--network=none", "built", "true");
        run("export", "-o", archive.toString(), "built");
    }

    @Override
    public void close() throws IOException {
        command("rm", "-fa");
        Programs.run(
                DEADLINE,
                "sh",
                "-c",
                "umount -R '%s/root/overlay' 2> /dev/null; rm -rf '%s'".formatted(folder, folder));
    }
}
