package dev.hako.bench.subject;

import dev.hako.compare.host.Account;
import dev.hako.compare.host.Batch;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.Bundle;
import dev.hako.compare.oci.PodmanPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Podman with its monitor, conmon, which writes logs in the same format as Hako's.
public final class Podman implements AutoCloseable {
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
        List<String> command = PodmanPlace.command(program, folder, scratch.memory().resolve("p"));
        return new Podman(account, spawner, command, bundle);
    }

    /// Starts a container of this name that runs a line of the shell.
    public Batch start(String name, String script) {
        List<String> words = new ArrayList<>(List.of("run", "--detach", "--network", "none"));
        words.addAll(PodmanPlace.LIMITS);
        words.addAll(List.of("--log-driver", "k8s-file", "--name", name));
        words.addAll(List.of("--rootfs", bundle.root().toString(), "sh", "-c", script));
        return command(words);
    }

    /// Runs a container that does nothing, removed when it ends.
    ///
    /// @param options such as `--network`
    public Batch runTrue(List<String> options) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(PodmanPlace.LIMITS);
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
