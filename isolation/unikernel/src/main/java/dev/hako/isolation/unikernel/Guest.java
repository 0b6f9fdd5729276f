package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.channel.Channel;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Memfd;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Poll;
import dev.hako.kernel.Signal;
import dev.hako.kernel.Spawn;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.LauncherBinary;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.Sender;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/// A guest kernel that runs in its jail, under a monitor of its own.
///
/// @param monitor the launcher, which is this process's child
/// @param control the connection to it
/// @param channel to the guest's init
record Guest(Pidfd monitor, UnixSocket control, Channel channel) implements AutoCloseable {
    private static final int PLAN_FD = 3;
    private static final int CONTROL_FD = 4;
    private static final Duration LONG = Duration.ofSeconds(30);

    /// Starts one; it is not ready yet, but runs.
    ///
    /// @param state where its monitor leaves its exit
    /// @param console what the kernel itself says goes there
    /// @throws Failure with the step that failed
    static Guest start(Plan plan, Path state, Fd console) {
        UnixSocket.Pair line = UnixSocket.pair();
        UnixSocket.Pair control = UnixSocket.pair();
        try (Fd memory = Memfd.sealed("plan", plan.encode());
                Fd directory = Open.open(state.toString(), Open.O_PATH | Open.O_DIRECTORY);
                UnixSocket farLine = line.right();
                UnixSocket farControl = control.right()) {
            var descriptors = new TreeMap<Integer, Fd>();
            descriptors.put(Jail.CHANNEL, farLine.fd());
            descriptors.put(1, console);
            descriptors.put(2, console);
            descriptors.put(PLAN_FD, memory);
            descriptors.put(CONTROL_FD, farControl.fd());
            descriptors.put(Jail.STATE, directory);
            Pidfd monitor =
                    Spawn.of(LauncherBinary.instance().image(), "hako-launcher", "run")
                            .withDescriptors(descriptors)
                            .start();
            Guest guest = new Guest(monitor, control.left(), Channel.open(line.left()));
            guest.awaitStart(plan);
            return guest;
        }
    }

    /// @throws Failure if the kernel does not run; nothing is left of it then
    private void awaitStart(Plan plan) {
        FrameReader frames = new FrameReader(control, Sender.MONITOR);
        boolean running = false;
        try {
            while (!running) {
                Optional<Frame> frame = frames.next();
                if (frame.isEmpty() && (frames.ended() || !frames.fill())) {
                    throw Failure.of(Failure.Kind.INTERNAL, "the launcher ended without a word");
                }
                running = frame.isPresent() && isStart(plan, frame.get());
            }
        } finally {
            if (!running) {
                close();
            }
        }
    }

    private static boolean isStart(Plan plan, Frame frame) {
        return switch (frame) {
            case Frame.Failed failed -> throw failure(plan, failed);
            case Frame.Milestone(int milestone, _) -> milestone == Frame.Milestone.STARTED;
            default -> false;
        };
    }

    private static Failure failure(Plan plan, Frame.Failed failed) {
        String text = StandardCharsets.UTF_8.decode(failed.text()).toString();
        PlanFailure why =
                new PlanFailure(plan, failed.step(), failed.errno(), failed.status(), text);
        return Failure.of(Failure.Kind.UNAVAILABLE, "cannot start a guest kernel: " + why);
    }

    /// Waits until the monitor has noted the guest's end.
    ///
    /// @return false if it takes more than half a minute
    boolean awaitEnd() {
        return Poll.await(monitor.fd(), Poll.POLLIN, LONG) != 0;
    }

    /// Ends it, with all that it has started.
    @Override
    public void close() {
        channel.close();
        monitor.send(Signal.SIGKILL);
        monitor.await();
        monitor.close();
        control.close();
    }
}
