package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.engine.CompletedRun;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerControl;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.engine.EngineSettings;
import dev.hako.engine.ExecConfig;
import dev.hako.engine.Locations;
import dev.hako.engine.StopRequest;
import dev.hako.engine.Streams;
import dev.hako.engine.config.ConfigChange;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.LimitChange;
import dev.hako.engine.config.Limits;
import dev.hako.engine.config.ProcessOptions;
import dev.hako.engine.log.LogReader;
import dev.hako.engine.log.LogRequest;
import dev.hako.failure.Failure;
import dev.hako.isolation.Usage;
import dev.hako.kernel.FileTree;
import dev.hako.testing.NeedsRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine inside a program of one's own; `docs/java-api.md` shows these very pieces.
@NeedsRoot
class EmbeddedEngineIT {
    @TempDir Path directory;
    private Engine engine;

    @BeforeEach
    void open() {
        engine = Engine.open(EngineSettings.embedded(locations()));
    }

    private Locations locations() {
        return new Locations(directory.resolve("root"), directory.resolve("run"));
    }

    @AfterEach
    void close() {
        engine.containers().forEach(container -> container.remove(true));
        engine.close();
        FileTree.delete(locations().run());
    }

    @Test
    void runsACommandAndGetsItsOutput() {
        CompletedRun run =
                engine.run(
                        ContainerConfig.of("host", "sh", "-c", "echo out; echo err >&2; exit 3")
                                .build());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.output()).isEqualTo("out\n");
        assertThat(run.error()).isEqualTo("err\n");
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void leavesNoBridgeBehind() throws IOException {
        List<String> before = interfaces();
        Container container = engine.create(ContainerConfig.of("host", "sleep", "600").build());
        container.start();
        assertThat(interfaces()).hasSize(before.size() + 2);
        container.remove(true);
        engine.close();
        assertThat(before).containsAll(interfaces());
        open();
    }

    private static List<String> interfaces() throws IOException {
        try (var entries = Files.list(Path.of("/sys/class/net"))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void writesToAProgramAndReadsFromItAsItRuns() {
        ProcessOptions withInput =
                new ProcessOptions(
                        false,
                        true,
                        true,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty());
        Container container =
                engine.create(
                        ContainerConfig.of("host", "tr", "a-z", "A-Z").process(withInput).build());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (Streams streams = Streams.open(container)) {
            Thread writer =
                    Thread.startVirtualThread(() -> {
                        streams.write("hello\n".getBytes(StandardCharsets.UTF_8));
                        streams.endInput();
                    });
            assertThat(streams.pump(output, output)).isZero();
            assertThat(writer.isInterrupted()).isFalse();
        }

        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("HELLO\n");
    }

    @Test
    void keepsDataInVolumes() {
        ContainerConfig writer =
                ContainerConfig.of("host", "sh", "-c", "echo kept > /data/file")
                        .volume("data", "/data")
                        .build();
        assertThat(engine.run(writer).code()).isZero();

        assertThat(engine.volumes().volume("data").mountpoint().resolve("file"))
                .hasContent("kept\n");
        engine.volumes().remove("data");
        assertThat(engine.volumes().list()).isEmpty();
    }

    @Test
    void limitsWhatAProgramMayUse() {
        ContainerConfig greedy =
                ContainerConfig.of("host", "sh", "-c", "x=$(head -c 200m /dev/zero | tr '\\0' a)")
                        .limits(
                                new Limits.Builder()
                                        .memoryBytes(32 << 20)
                                        .memorySwapBytes(32 << 20)
                                        .pids(20)
                                        .build())
                        .build();

        assertThat(engine.run(greedy).code()).isNotZero();
    }

    @Test
    void looksAtWhatRunsAndHoldsIt() {
        Container container = engine.create(ContainerConfig.of("host", "sleep", "1000").build());
        container.start();

        ContainerControl control = container.control();
        control.update(
                ConfigChange.of(
                        new LimitChange(new Limits.Builder().memoryBytes(64 << 20).build())));
        control.pause();
        Usage usage = control.usage();

        assertThat(container.state()).isInstanceOf(ContainerState.Paused.class);
        assertThat(usage.memory().orElseThrow().limitBytes()).hasValue(64 << 20);
        assertThat(control.processes()).hasSize(1);
        control.unpause();
        assertThat(container.state()).isInstanceOf(ContainerState.Running.class);
    }

    @Test
    void givesUpOnAProgramThatTakesTooLong() throws Exception {
        Container container = engine.create(ContainerConfig.of("host", "sleep", "1000").build());
        container.start();

        assertThatThrownBy(() -> container.ended().get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        container.stop(StopRequest.within(Duration.ZERO));

        assertThat(container.ended().get(10, TimeUnit.SECONDS).signal()).isEqualTo(9);
    }

    @Test
    void runsAnotherProgramInARunningContainer() throws Exception {
        Container container = engine.create(ContainerConfig.of("host", "sleep", "1000").build());
        container.start();

        var exec = container.exec(ExecConfig.of("sh", "-c", "exit 7"), Optional.empty());

        assertThat(exec.exit().get(10, TimeUnit.SECONDS).code()).isEqualTo(7);
    }

    @Test
    void readsTheLogOfAContainerThatHasEnded() throws Exception {
        Container container = engine.create(ContainerConfig.of("host", "echo", "kept").build());
        container.start();
        container.ended().get(10, TimeUnit.SECONDS);

        try (LogReader log = container.logs(LogRequest.ALL)) {
            assertThat(log.next().orElseThrow().text())
                    .isEqualTo("kept".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void anotherEngineOfTheSamePlaceFindsItsContainers() {
        Container container =
                engine.create(ContainerConfig.of("host", "sleep", "1000").name("lasting").build());
        container.start();
        engine.close();

        engine = Engine.open(EngineSettings.embedded(locations()));

        assertThat(engine.container("lasting").state()).isInstanceOf(ContainerState.Running.class);
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        assertThatThrownBy(() -> engine.create(ContainerConfig.of("alpine", "true").build()))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND))
                .hasMessageContaining("no such image \"alpine\"");
    }
}
