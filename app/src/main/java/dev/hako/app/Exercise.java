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

    private Exercise() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("hako-training-");
        try {
            serve(directory);
        } finally {
            delete(directory);
        }
        // The JVM writes the cache when it ends by itself.
    }

    private static void serve(Path directory) throws InterruptedException {
        Installation real = Installation.read(System.getProperties());
        Locations locations = new Locations(directory.resolve("root"), directory.resolve("run"));
        Installation installation =
                new Installation(real.libraries(), locations, real.buildId(), Optional.empty());
        Runnable exercise =
                () -> exercise(new Trainee(locations.engineSocket(), real.buildIdBytes()));
        EngineProgram.serve(
                EngineCommand.FORM.parse(List.of()),
                installation,
                () -> Thread.ofPlatform().name("trainee").start(exercise));
    }

    private static void exercise(Trainee trainee) {
        try (trainee) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String command : COMMANDS) {
                    trainee.ask(List.of(command.split(" ")));
                }
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
