package dev.hako.bench.subject;

import dev.hako.bench.host.Account;
import dev.hako.bench.host.Batch;
import dev.hako.bench.host.Programs;
import dev.hako.bench.host.Scratch;
import dev.hako.bench.host.Spawner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Podman with its monitor, conmon, which writes logs in the same format as Hako's.
public final class Podman implements AutoCloseable {
    /// Its own defaults are more than a container of ours may ask for.
    static final List<String> LIMITS =
            List.of("--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000");

    private final Account account;
    private final Spawner spawner;
    private final List<String> command;
    private final Bundle bundle;

    private Podman(Account account, Spawner spawner, List<String> command, Bundle bundle) {
        this.account = account;
        this.spawner = spawner;
        this.command = command;
        this.bundle = bundle;
    }

    /// Podman, if it is installed, with a state of its own.
    ///
    /// @param spawner the compiled [Spawner]
    public static Optional<Podman> prepare(Scratch scratch, Path spawner) {
        return prepare(scratch, spawner, List.of());
    }

    /// The same, begun by other words that execute what follows.
    public static Optional<Podman> prepare(Scratch scratch, Path spawner, List<String> prefix) {
        return Programs.find("podman").map(program -> prepare(program, scratch, spawner, prefix));
    }

    private static Podman prepare(
            Path program, Scratch scratch, Path spawnerProgram, List<String> prefix) {
        Account account = Account.open("podman");
        scratch.onClose(account::close);
        Path folder = scratch.folder().resolve("podman");
        Bundle bundle = Bundle.make(folder.resolve("bundle"), account.containers(), List.of("sh"));
        Spawner spawner =
                Spawner.start(
                        spawnerProgram,
                        Stream.concat(prefix.stream(), bundle.entrance().stream()).toList(),
                        account,
                        Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                        folder.resolve("output"));
        scratch.onClose(spawner::close);
        // The folder of --runroot may have no more than 50 characters.
        List<String> command =
                List.of(
                        program.toString(),
                        "--root",
                        folder.resolve("root").toString(),
                        "--runroot",
                        scratch.memory().resolve("p").toString(),
                        "--tmpdir",
                        folder.resolve("tmp").toString(),
                        "--network-config-dir",
                        folder.resolve("networks").toString(),
                        "--cgroup-manager",
                        "cgroupfs",
                        "--events-backend",
                        "file");
        return new Podman(account, spawner, command, bundle);
    }

    /// Starts a container of this name that runs a line of the shell.
    public Batch start(String name, String script) {
        List<String> words = new ArrayList<>(List.of("run", "--detach", "--network", "none"));
        words.addAll(LIMITS);
        words.addAll(List.of("--log-driver", "k8s-file", "--name", name));
        words.addAll(List.of("--rootfs", bundle.root().toString(), "sh", "-c", script));
        return command(words);
    }

    /// Runs a container that does nothing, removed when it ends.
    ///
    /// @param options such as `--network`
    public Batch runTrue(List<String> options) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(LIMITS);
        words.addAll(options);
        words.addAll(List.of("--rootfs", bundle.root().toString(), "true"));
        return command(words);
    }

    /// Runs `podman` with these words.
    public Batch command(List<String> words) {
        List<String> line = new ArrayList<>(command);
        line.addAll(words);
        return spawner.run(1, 1, line);
    }

    /// Ends everything of this instance.
    @Override
    public void close() {
        spawner.close();
        account.close();
    }
}
