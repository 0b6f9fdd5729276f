package dev.hako.junit;

import dev.hako.engine.CompletedRun;
import dev.hako.engine.Container;
import dev.hako.engine.ExecConfig;
import dev.hako.engine.Streams;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A container that a test needs: in a static field one for all tests of the class, in another
/// field one for each test.
///
/// ```java
/// @RegisterExtension
/// static final Box REDIS =
///         Box.of("host", "redis-server", "--save", "")
///                 .readyWhen(Readiness.logLine("Ready to accept connections"));
///
/// @Test
/// void answers() {
///     assertEquals("PONG\n", REDIS.exec("redis-cli", "ping").output());
/// }
/// ```
///
/// It is started and ready before the test begins, and removed with all its files afterwards. If
/// the JVM dies before, the container is killed.
public final class Box
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Duration STANDARD_PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_NANOS = 5_000_000;
    private static final int SHOWN_OF_LOG = 2000;

    private final ContainerConfig config;
    private final Readiness readiness;
    private final Duration patience;
    private boolean ofClass;
    private @Nullable Container container;

    private Box(ContainerConfig config, Readiness readiness, Duration patience) {
        this.config = config;
        this.readiness = readiness;
        this.patience = patience;
    }

    /// A box for a command.
    ///
    /// @param image such as `host` or `rootfs:/a/directory`
    public static Box of(String image, String... command) {
        return of(ContainerConfig.of(image, command).build());
    }

    /// A box with limits, mounts, a user and so on.
    public static Box of(ContainerConfig config) {
        return new Box(config, Readiness.started(), STANDARD_PATIENCE);
    }

    /// The same box, but the test waits until it can be used.
    public Box readyWhen(Readiness reached) {
        return new Box(config, reached, patience);
    }

    /// The same box, but the test fails if it is not ready so soon.
    public Box within(Duration time) {
        return new Box(config, readiness, time);
    }

    /// The container, while a test runs.
    ///
    /// @throws IllegalStateException outside of a test
    public Container container() {
        Container running = container;
        if (running == null) {
            throw new IllegalStateException(
                    "the box is not started: is its field annotated with @RegisterExtension?");
        }
        return running;
    }

    /// Runs another command in it and collects what that writes.
    ///
    /// @throws Failure if it cannot be started
    public CompletedRun exec(String... command) {
        try (Streams streams = Streams.exec(container(), ExecConfig.of(command))) {
            return streams.toEnd();
        }
    }

    /// What it has written so far, standard output and error.
    public String log() {
        return BoxLog.text(container());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ofClass = true;
        start(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        remove();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!ofClass) {
            start(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!ofClass) {
            remove();
        }
    }

    private void start(ExtensionContext context) {
        Container made = SharedEngine.of(context).create(config);
        container = made;
        try {
            made.start();
            awaitReadiness(made);
        } catch (RuntimeException e) {
            remove();
            throw e;
        }
    }

    private void awaitReadiness(Container made) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!readiness.reached(made)) {
            if (!made.state().live()) {
                throw notReady(made, "it has ended: " + made.state());
            }
            if (System.nanoTime() > deadline) {
                throw notReady(made, "not within " + patience.toMillis() + " ms");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Failure notReady(Container made, String why) {
        String log = BoxLog.text(made);
        String end = log.substring(Math.max(0, log.length() - SHOWN_OF_LOG));
        return Failure.of(
                Failure.Kind.UNAVAILABLE,
                "cannot use box \"%s\" before %s: %s; the end of its log: %s"
                        .formatted(made.name(), readiness, why, end.strip()));
    }

    private void remove() {
        Container made = container;
        container = null;
        if (made != null) {
            made.remove(true);
        }
    }
}
