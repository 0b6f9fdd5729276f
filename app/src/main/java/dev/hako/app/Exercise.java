package dev.hako.app;

import dev.hako.app.command.EngineCommand;
import dev.hako.app.product.Installation;
import dev.hako.engine.Locations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// An engine that serves itself what users usually ask for: what runs in the JVM that writes the
/// ahead-of-time cache, see [dev.hako.app.training.Training].
///
/// What the machine cannot do fails here as it would for a user, which is exercise, too.
public final class Exercise {
    private static final int ROUNDS = 2;
    private static final List<String> COMMANDS =
            List.of(
                    "version",
                    "--help",
                    "run --help",
                    "info",
                    "doctor",
                    "create --name one -e A=b -v /tmp:/t -m 64m --cpus 1 -l a=b host true",
                    "start one",
                    "wait one",
                    "run --rm --network none host true",
                    "run --rm host echo hello",
                    "run -d --name two host sleep 60",
                    "exec two true",
                    "stats --no-stream",
                    "update -m 64m two",
                    "pause two",
                    "unpause two",
                    "ps -a",
                    "ps --format {{.Names}}:{{.Status}}",
                    "ps --filter status=running -q",
                    "inspect one",
                    "inspect -f {{.State.ExitCode}} one",
                    "logs one",
                    "stop -t 0 two",
                    "kill two",
                    "rm -f one two",
                    "rn",
                    "run --nmae x host");

    private static final List<String> CLEAN_UP = List.of("rm", "-f", "one", "two");

    private static final String CRI = "--cri";
    private static final String SOCKET = "cri.sock";

    private final Path directory;
    private final boolean cri;
    private final AtomicBoolean wanted;

    private Exercise(Path directory, boolean cri, AtomicBoolean wanted) {
        this.directory = directory;
        this.cri = cri;
        this.wanted = wanted;
    }

    /// What a JVM is told that is to do this.
    ///
    /// @param cri whether the kubelet is served, too
    static List<String> words(boolean cri) {
        String name = Exercise.class.getName();
        return cri ? List.of(name, CRI) : List.of(name);
    }

    /// Serves itself, and ends.
    ///
    /// @param arguments none, or `--cri` for an engine that serves the kubelet, too
    public static void main(String[] arguments) throws IOException, InterruptedException {
        AtomicBoolean wanted = new AtomicBoolean(true);
        Thread.ofPlatform().daemon().name("patron").start(() -> awaitPatronsEnd(wanted));
        Path directory = Files.createTempDirectory("hako-training-");
        try {
            new Exercise(directory, arguments.length > 0, wanted).serve();
        } finally {
            delete(directory);
        }
        if (!wanted.get()) {
            Runtime.getRuntime().halt(1);
        }
        // Otherwise the JVM writes the cache as it ends.
    }

    /// The engine that wants the cache holds the other end of standard input as long as it lives.
    private static void awaitPatronsEnd(AtomicBoolean wanted) {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            // As good as an end.
        }
        wanted.set(false);
    }

    private void serve() throws InterruptedException {
        Installation real = Installation.read(System.getProperties());
        Locations locations = new Locations(directory.resolve("root"), directory.resolve("run"));
        Installation installation =
                new Installation(real.libraries(), locations, real.buildId(), Optional.empty());
        Trainee trainee = new Trainee(locations.engineSocket(), real.buildIdBytes());
        EngineProgram.serve(
                EngineCommand.FORM.parse(line()),
                installation,
                () -> Thread.ofPlatform().name("trainee").start(() -> exercise(trainee)));
    }

    private List<String> line() {
        String address = "unix://" + directory.resolve(SOCKET);
        return cri ? List.of(CRI, address) : List.of();
    }

    private void exercise(Trainee trainee) {
        try (trainee) {
            for (int i = 0; i < ROUNDS * COMMANDS.size() && wanted.get(); i++) {
                trainee.ask(List.of(COMMANDS.get(i % COMMANDS.size()).split(" ")));
            }
            trainee.ask(CLEAN_UP);
            if (cri) {
                CriProgram.rehearse(directory, SOCKET, wanted::get);
            }
            trainee.dismiss();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
