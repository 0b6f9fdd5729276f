package dev.hako.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.engine.EngineSettings;
import dev.hako.engine.Locations;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A test's JVM is killed: its boxes end, and the next one collects what is left of them.
@NeedsRoot
class JvmDeathIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir Path place;

    @Test
    void itsBoxesEndAndLeaveNothing() throws IOException {
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Starter.class.getName(),
                                place.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long init = pid(jvm);

        jvm.destroyForcibly();

        Await.until("the box's end", DEADLINE, () -> ProcessHandle.of(init).isEmpty());
        List<Path> interfaces = children(Path.of("/sys/class/net"));
        try (Engine next = Engine.open(EngineSettings.temporary(locations(place)))) {
            Await.until("an empty engine", DEADLINE, () -> next.containers().isEmpty());
            for (String folder : List.of("root/layers", "root/containers", "run/containers")) {
                assertThat(children(place.resolve(folder))).isEmpty();
            }
        }
        assertThat(children(Path.of("/sys/class/net"))).hasSize(interfaces.size() - 1);
    }

    private static long pid(Process jvm) throws IOException {
        try (BufferedReader lines = jvm.inputReader()) {
            return Long.parseLong(String.valueOf(lines.readLine()));
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Locations locations(Path place) {
        return new Locations(place.resolve("root"), place.resolve("run"));
    }

    /// The JVM that is killed.
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws InterruptedException {
            Engine engine = Engine.open(EngineSettings.temporary(locations(Path.of(arguments[0]))));
            Container box =
                    engine.create(ContainerConfig.of("host", "sleep", "600").autoRemove().build());
            box.start();
            System.out.println(((ContainerState.Running) box.state()).pid());
            Thread.currentThread().join();
        }
    }
}
