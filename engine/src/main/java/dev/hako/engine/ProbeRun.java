package dev.hako.engine;

import dev.hako.engine.config.HealthCheck;
import dev.hako.engine.health.HealthProbe;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.Foreground;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.Sender;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One run of a container's health check, from its exec to its exit.
///
/// @param timer ends a command that takes too long
record ProbeRun(
        Container container, HealthCheck check, Clock clock, ScheduledExecutorService timer) {
    private static final int SIGKILL = 9;
    private static final int NOT_RUN = -1;
    private static final Attachment OUTPUT =
            new Attachment(false, true, true, false, true, new byte[0]);

    /// Runs it, and waits for its end on the calling thread. What goes wrong is the outcome.
    HealthProbe outcome(EventLoop loop) {
        Instant start = clock.instant();
        UnixSocket.Pair pair = UnixSocket.pair();
        try (UnixSocket ours = pair.right().nonBlocking();
                FrameReader reader = new FrameReader(ours, Sender.SERVER)) {
            Exec exec = exec(pair.left());
            AtomicBoolean late = new AtomicBoolean();
            Future<?> limit = limit(exec, late);
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            int code = read(reader, loop, output);
            limit.cancel(false);
            return late.get()
                    ? new HealthProbe(start, clock.instant(), NOT_RUN, tooLate(check.timeout()))
                    : new HealthProbe(
                            start, clock.instant(), code, output.toString(StandardCharsets.UTF_8));
        } catch (Failure e) {
            String why = String.valueOf(e.getMessage());
            return new HealthProbe(start, clock.instant(), NOT_RUN, why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted", e);
        }
    }

    private Exec exec(UnixSocket far) {
        try (far) {
            return container.probe(
                    ExecConfig.of(check.command().toArray(String[]::new)),
                    Optional.of(new Foreground(far.fd(), OUTPUT)));
        }
    }

    private Future<?> limit(Exec exec, AtomicBoolean late) {
        Runnable end =
                () -> {
                    late.set(true);
                    exec.kill(SIGKILL);
                };
        return timer.schedule(end, check.timeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static int read(FrameReader reader, EventLoop loop, ByteArrayOutputStream output)
            throws InterruptedException {
        Optional<Frame> frame = reader.read(loop);
        while (frame.isPresent()) {
            switch (frame.get()) {
                case Frame.Stdout(ByteBuffer data) -> keep(data, output);
                case Frame.Stderr(ByteBuffer data) -> keep(data, output);
                case Frame.Exit(int code) -> {
                    return code;
                }
                default -> {}
            }
            frame = reader.read(loop);
        }
        throw Failure.of(Failure.Kind.UNAVAILABLE, "the command ended without a word");
    }

    private static void keep(ByteBuffer data, ByteArrayOutputStream output) {
        int room = HealthProbe.MAX_OUTPUT - output.size();
        byte[] bytes = new byte[Math.min(room, data.remaining())];
        data.get(bytes);
        output.writeBytes(bytes);
    }

    private static String tooLate(Duration timeout) {
        return "Health check exceeded timeout (" + timeout.toMillis() + " ms)";
    }
}
