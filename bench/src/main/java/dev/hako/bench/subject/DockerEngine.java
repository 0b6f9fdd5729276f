package dev.hako.bench.subject;

import dev.hako.compare.host.Account;
import dev.hako.compare.host.Batch;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Docker Engine with a state, mounts and a network of its own, and its standard bridge.
public final class DockerEngine implements AutoCloseable {
    private static final String IMAGE = "nothing";

    /// Debian's, whatever else there is.
    private static final String CLIENT = "/usr/bin/docker";

    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int ATTEMPTS = 200;

    private final Process daemon;
    private final Account account;
    private final Spawner spawner;

    private DockerEngine(Process daemon, Account account, Spawner spawner) {
        this.daemon = daemon;
        this.account = account;
        this.spawner = spawner;
    }

    /// Docker, if it is installed, with an image of busybox.
    ///
    /// @param spawnerProgram the compiled [Spawner]
    public static Optional<DockerEngine> prepare(Scratch scratch, Path spawnerProgram) {
        return Programs.find("dockerd").map(program -> prepare(program, scratch, spawnerProgram));
    }

    private static DockerEngine prepare(Path program, Scratch scratch, Path spawnerProgram) {
        Account account = Account.open("docker");
        scratch.onClose(account::close);
        Path folder = scratch.folder().resolve("docker");
        String socket = "unix://" + folder.resolve("socket");
        Process daemon = start(program, folder, socket, account);
        scratch.onClose(() -> end(daemon));
        Spawner spawner =
                Spawner.start(
                        spawnerProgram,
                        List.of(),
                        account,
                        Map.of("PATH", PATH, "DOCKER_HOST", socket),
                        folder.resolve("output"));
        scratch.onClose(spawner::close);
        DockerEngine engine = new DockerEngine(daemon, account, spawner);
        engine.awaitAnswer();
        engine.importImage(folder);
        return engine;
    }

    private static Process start(Path program, Path folder, String socket, Account account) {
        List<String> words = new ArrayList<>(List.of("unshare", "--net", "--mount"));
        words.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
        words.addAll(List.of(program.toString(), "--host=" + socket));
        words.addAll(List.of("--data-root=" + folder.resolve("data")));
        words.addAll(List.of("--exec-root=" + folder.resolve("exec")));
        words.addAll(List.of("--pidfile=" + folder.resolve("pid")));
        words.addAll(List.of("--cgroup-parent=" + account.containers()));
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.redirectOutput(folder.resolve("log").toFile());
            builder.environment().clear();
            builder.environment().put("PATH", PATH);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With SIGTERM it ends its containerd, too.
    private static void end(Process daemon) {
        daemon.destroy();
        daemon.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(_ -> daemon.destroyForcibly())
                .join();
    }

    private void awaitAnswer() {
        for (int i = 1; ; i++) {
            try {
                command(List.of("version"));
                return;
            } catch (IllegalStateException e) {
                if (i == ATTEMPTS || !daemon.isAlive()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void importImage(Path folder) {
        Path tree = folder.resolve("tree");
        Path busybox = Programs.find("busybox").orElseThrow();
        Path archive = folder.resolve("tree.tar");
        try {
            Files.createDirectories(tree.resolve("bin"));
            Files.copy(busybox, tree.resolve("bin/busybox"));
            Files.createSymbolicLink(tree.resolve("bin/true"), Path.of("busybox"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.run(List.of("tar", "-C", tree.toString(), "-cf", archive.toString(), "."));
        command(List.of("import", archive.toString(), IMAGE));
    }

    /// Runs a container that does nothing, removed when it ends.
    ///
    /// @param options such as `--network`
    public Batch runTrue(List<String> options) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(options);
        words.addAll(List.of(IMAGE, "true"));
        return command(words);
    }

    private Batch command(List<String> words) {
        List<String> line = new ArrayList<>(List.of(CLIENT));
        line.addAll(words);
        return spawner.run(1, 1, line);
    }

    /// Ends everything of this instance.
    @Override
    public void close() {
        spawner.close();
        end(daemon);
        account.close();
    }
}
