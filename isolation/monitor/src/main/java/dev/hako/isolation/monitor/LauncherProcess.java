package dev.hako.isolation.monitor;

import dev.hako.failure.Failure;
import dev.hako.isolation.TaskAddress;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.ExitStatus;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Memfd;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Poll;
import dev.hako.kernel.Spawn;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.LauncherBinary;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.Sender;
import dev.hako.launcher.wire.Wire;
import dev.hako.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/// A launcher from its spawn until its program runs; then it is the monitor of a [MonitoredTask].
///
/// A start takes a few milliseconds, for which the calling thread itself polls: handing the socket
/// to the event loop and being woken would cost more than it saves. A start that takes longer, for
/// a hook say, lets go of the carrier and parks.
public final class LauncherProcess implements AutoCloseable {
    private static final int PLAN_FD = 3;
    private static final int CONTROL_FD = 4;
    private static final Duration AT_ONCE = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofDays(1);
    private static final Fd NULL = Open.open("/dev/null", Open.O_RDWR);
    private static final Spawn LAUNCHER =
            Spawn.of(LauncherBinary.instance().image(), "hako-launcher", "run");

    private final EventLoop loop;
    private final Pidfd process;
    private final UnixSocket control;
    private final FrameReader frames;
    private int pid;
    private long createdNanos;
    private long mountedNanos;
    private boolean handedOver;
    private boolean interrupted;

    private LauncherProcess(EventLoop loop, Pidfd process, UnixSocket control) {
        this.loop = loop;
        this.process = process;
        this.control = control;
        this.frames = new FrameReader(control, Sender.MONITOR);
    }

    /// Spawns a launcher with a plan and what the plan expects.
    ///
    /// @throws KernelException if a descriptor or process is not to be had
    public static LauncherProcess spawn(Plan plan, StartDescriptors descriptors, EventLoop loop) {
        UnixSocket.Pair pair = UnixSocket.pair();
        try (Fd memory = Memfd.sealed("plan", plan.encode());
                UnixSocket far = pair.right()) {
            var numbered = new TreeMap<>(descriptors.numbered());
            numbered.putIfAbsent(0, NULL);
            numbered.putIfAbsent(1, NULL);
            numbered.putIfAbsent(2, NULL);
            numbered.put(PLAN_FD, memory);
            numbered.put(CONTROL_FD, far.fd());
            Pidfd process = LAUNCHER.withDescriptors(numbered).start();
            return new LauncherProcess(loop, process, pair.left().nonBlocking());
        } catch (RuntimeException e) {
            pair.left().close();
            throw e;
        }
    }

    /// Where the task will be found, once it runs.
    ///
    /// @param title what it is called in messages, such as `container "web"`
    public record Destination(TaskAddress address, String title, Path exitFile) {}

    /// How a start went.
    public sealed interface Outcome {
        /// The program runs.
        ///
        /// @param startedAt when it was executed, as its monitor saw it
        /// @param createdNanos when its process was made, by [System#nanoTime]
        /// @param mountedNanos when it had its file systems, likewise
        record Running(MonitoredTask task, Instant startedAt, long createdNanos, long mountedNanos)
                implements Outcome {}

        /// The plan failed, and what it had done is undone.
        record Failed(Frame.Failed failed) implements Outcome {}
    }

    /// Waits until the program runs, or all is undone.
    ///
    /// @throws Failure `INTERNAL` if the launcher went without a word
    public Outcome await(Destination destination) {
        try {
            return outcome(destination);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Waits for the end of a launcher whose plan starts nothing.
    ///
    /// @return what failed; empty if all was done
    /// @throws Failure `INTERNAL` if the launcher went without a word
    public Optional<Frame.Failed> awaitDone() {
        boolean done = false;
        Optional<Frame> next = frame();
        while (next.isPresent()) {
            if (next.get() instanceof Frame.Failed failed) {
                awaitEnd();
                return Optional.of(failed);
            }
            done |= next.get() instanceof Frame.Milestone;
            next = frame();
        }
        if (!done) {
            throw silent();
        }
        return Optional.empty();
    }

    private Outcome outcome(Destination destination) {
        Optional<Frame> next = frame();
        while (next.isPresent()) {
            switch (next.get()) {
                case Frame.Hello(int version, _, _) when version != Wire.VERSION ->
                        throw Failure.of(
                                        Failure.Kind.INTERNAL,
                                        "the launcher speaks version " + version + " of the wire")
                                .hint("install the hako command and its libraries together");
                case Frame.Milestone(int milestone, _, long nanos)
                        when milestone == Frame.Milestone.STARTED -> {
                    return new Outcome.Running(
                            handOver(destination),
                            Instant.ofEpochSecond(0, nanos),
                            createdNanos,
                            mountedNanos);
                }
                case Frame.Milestone milestone -> note(milestone);
                case Frame.Failed failed -> {
                    awaitEnd();
                    return new Outcome.Failed(failed);
                }
                default -> {}
            }
            next = frame();
        }
        throw silent();
    }

    private void note(Frame.Milestone reached) {
        if (reached.milestone() == Frame.Milestone.CREATED) {
            createdNanos = System.nanoTime();
            pid = Math.toIntExact(reached.value());
        } else {
            mountedNanos = System.nanoTime();
        }
    }

    private MonitoredTask handOver(Destination destination) {
        handedOver = true;
        var connection = new MonitorConnection(control, frames, loop);
        return new MonitoredTask(
                        connection,
                        new MonitorSocket(destination.address(), loop),
                        pid,
                        destination.title(),
                        destination.exitFile())
                .listen(this::reap);
    }

    /// The child is this process's to reap, whether or not somebody still holds the task.
    private void reap() {
        var _ = process.onExit(loop).whenComplete((_, _) -> process.close());
    }

    /// The launcher undoes what it did after it has said why, and then ends.
    private void awaitEnd() {
        Optional<Frame> rest = frame();
        while (rest.isPresent()) {
            rest = frame();
        }
    }

    private Optional<Frame> frame() {
        Optional<Frame> frame = frames.next();
        while (frame.isEmpty() && !frames.ended()) {
            if (!frames.fill()) {
                awaitBytes();
            }
            frame = frames.next();
        }
        return frame;
    }

    /// An interrupt does not end the wait, for half a start cannot be left alone, and every start
    /// ends; it is restored afterwards.
    private void awaitBytes() {
        if (Poll.await(control.fd(), Poll.POLLIN, AT_ONCE) != 0 || interrupted) {
            return;
        }
        try {
            loop.await(control.fd(), EventLoop.EPOLLIN, LONG);
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }

    private Failure silent() {
        ExitStatus status = process.await();
        return Failure.of(
                        Failure.Kind.INTERNAL, "the launcher ended without a word (" + status + ")")
                .hint("look for a crash or a kill in the kernel's log");
    }

    /// Ends a launcher whose program does not run; with a program that runs it does nothing.
    @Override
    public void close() {
        if (handedOver) {
            return;
        }
        frames.close();
        control.close();
        reap();
    }
}
