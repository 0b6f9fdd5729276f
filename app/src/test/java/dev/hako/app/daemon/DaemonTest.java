package dev.hako.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.app.command.CommandRunner;
import dev.hako.app.command.Commands;
import dev.hako.app.product.Installation;
import dev.hako.engine.Engine;
import dev.hako.engine.EngineSettings;
import dev.hako.engine.Locations;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.failure.Failure;
import dev.hako.kernel.EventLoop;
import dev.hako.launcher.wire.Frame;
import dev.hako.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine on a real socket, asked as the client asks it.
class DaemonTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir Path directory;
    private final EventLoop loop = EventLoop.start("test");
    private final AtomicBoolean needed = new AtomicBoolean();
    private final AtomicInteger pastimes = new AtomicInteger();
    private Locations locations;
    private Engine engine;
    private final CompletableFuture<Daemon.Reason> served = new CompletableFuture<>();
    private Runnable leave = () -> served.complete(Daemon.Reason.ASKED);

    @BeforeEach
    void open() {
        locations = new Locations(directory.resolve("root"), directory.resolve("run"));
        engine = Engine.open(EngineSettings.embedded(locations));
    }

    @AfterEach
    void close() {
        leave.run();
        served.join();
        engine.close();
        loop.close();
    }

    private void serve(Duration idle) {
        Installation installation =
                new Installation(directory, locations, "0".repeat(32), Optional.empty());
        CommandRunner runner =
                new CommandRunner(new Commands(engine, installation, Clock.systemUTC()));
        IdleRule rule = new IdleRule(idle, needed::get, engine::quiet, pastimes::incrementAndGet);
        Daemon daemon = new Daemon(Seat.take(locations), runner, WireClient.BUILD, rule, loop);
        CompletableFuture<Void> ready = new CompletableFuture<>();
        leave = daemon::leave;
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        served.complete(daemon.serve(() -> ready.complete(null)));
                    } catch (Exception e) {
                        served.completeExceptionally(e);
                    }
                });
        ready.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private WireClient connect() {
        return WireClient.connect(locations.engineSocket(), loop);
    }

    private WireClient.Answer ask(String... words) throws InterruptedException {
        try (WireClient client = connect()) {
            return client.ask(directory, words);
        }
    }

    @Test
    void answersACommand() throws InterruptedException {
        serve(Duration.ZERO);
        assertThat(ask("--version"))
                .isEqualTo(new WireClient.Answer("Hako version 0.1.0, build 0000000\n", "", 0));
    }

    @Test
    void mapsFailuresToExitCodes() throws InterruptedException {
        serve(Duration.ZERO);
        assertThat(ask("stop", "nothing"))
                .satisfies(answer -> {
                    assertThat(answer.error()).startsWith("hako: no such container \"nothing\"");
                    assertThat(answer.exit()).isEqualTo(1);
                });
        assertThat(ask("rn").error())
                .isEqualTo(
                        """
                        hako: unknown command "rn"; hint: did you mean rm?

                        Run 'hako --help' for more information
                        """);
        assertThat(ask("rn").exit()).isEqualTo(1);
        assertThat(ask("run", "--frob", "host").error())
                .isEqualTo(
                        """
                        hako: unknown option --frob

                        Run 'hako run --help' for more information
                        """);
        assertThat(ask("run", "--frob", "host").exit()).isEqualTo(125);
        assertThat(ask("run", "--isolation", "paper", "host").exit()).isEqualTo(125);
    }

    @Test
    void servesManyAtOnce() throws InterruptedException {
        serve(Duration.ZERO);
        var exits = IntStream.range(0, 50).mapToObj(_ -> CompletableFuture.supplyAsync(this::list));
        assertThat(exits.toList()).allSatisfy(exit -> assertThat(exit.join()).isZero());
    }

    private int list() {
        try {
            return ask("ps", "-q").exit();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void leavesWhenAClientOfAnotherBuildComes() throws InterruptedException {
        serve(Duration.ZERO);
        byte[] other = WireClient.BUILD.clone();
        Arrays.fill(other, (byte) 1);
        try (WireClient client = connect()) {
            client.request(other, directory, "version");
            assertThat(client.answer().exit()).isEqualTo(-2);
        }
        assertThat(served.join()).isEqualTo(Daemon.Reason.STALE);
        assertThat(locations.engineSocket()).doesNotExist();
        Seat.take(locations).close();
    }

    @Test
    void leavesWhenNobodyNeedsIt() throws InterruptedException {
        serve(Duration.ofMillis(1));
        assertThat(served.join()).isEqualTo(Daemon.Reason.IDLE);
    }

    @Test
    void staysWhileSomethingNeedsIt() throws InterruptedException {
        needed.set(true);
        serve(Duration.ofMillis(1));
        Await.until("a quiet engine's pastime", DEADLINE, () -> pastimes.get() == 1);
        assertThat(served).isNotDone();
        needed.set(false);
        assertThat(served.join()).isEqualTo(Daemon.Reason.IDLE);
    }

    @Test
    void hasItsPastimeAgainWhenSomethingHasHappenedThoughNoClientCame() {
        serve(Duration.ZERO);
        Await.until("a quiet engine's pastime", DEADLINE, () -> pastimes.get() == 1);
        engine.create(ContainerConfig.of("host", "true").build()).remove(false);
        Await.until("the next pastime", DEADLINE, () -> pastimes.get() == 2);
    }

    @Test
    void disconnectsWhoeverDoesNotBeginWithARequest() throws InterruptedException {
        serve(Duration.ZERO);
        try (WireClient client = connect()) {
            client.send(new Frame.Signal(15));
            assertThat(client.answer()).isEqualTo(new WireClient.Answer("", "", -1));
        }
        assertThat(ask("--version").exit()).isZero();
    }

    @Test
    void sendsAClientThatHasNotAskedYetElsewhereWhenItLeaves() throws InterruptedException {
        serve(Duration.ZERO);
        try (WireClient silent = connect()) {
            assertThat(ask("--version").exit()).isZero();
            leave.run();
            assertThat(silent.answer().exit()).isEqualTo(-2);
        }
        assertThat(served.join()).isEqualTo(Daemon.Reason.ASKED);
    }

    @Test
    void aClientThatGoesAwayEndsItsCommand() throws InterruptedException {
        serve(Duration.ZERO);
        assertThat(ask("create", "--name", "never", "host", "true").exit()).isZero();
        try (WireClient client = connect()) {
            client.request(WireClient.BUILD, directory, "wait", "never");
        }
        leave.run();
        assertThat(served.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(Daemon.Reason.ASKED);
    }

    @Test
    void aSecondEngineIsRefused() throws InterruptedException {
        serve(Duration.ZERO);
        assertThatThrownBy(() -> Seat.take(locations))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("another engine does");
    }

    @Test
    void takesOverADeadEnginesSocket() throws Exception {
        Files.createDirectories(locations.run());
        Files.createFile(locations.engineSocket());
        serve(Duration.ZERO);
        assertThat(ask("--version").exit()).isZero();
    }
}
