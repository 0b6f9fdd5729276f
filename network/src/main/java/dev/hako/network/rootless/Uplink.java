package dev.hako.network.rootless;

import dev.hako.failure.Failure;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Poll;
import dev.hako.kernel.ProcessIdentity;
import dev.hako.kernel.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A box that is connected: the process that does it, which is written down and found again.
///
/// @param process not a child of this one
/// @param mark the file that it was given
public record Uplink(ProcessIdentity process, Path mark) implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /// The uplink that was written down, if it is still there.
    ///
    /// @param startTime as of [ProcessIdentity]
    public static Optional<Uplink> reconnect(int pid, long startTime, Path mark) {
        var process = new ProcessIdentity(pid, startTime);
        return process.exists() ? Optional.of(new Uplink(process, mark)) : Optional.empty();
    }

    public boolean isAlive() {
        return process.exists();
    }

    /// Ends the process: the box has no interface but its loopback any more, and the host's ports
    /// are free. The program has nothing to tidy up, so that it is killed. Nothing happens if it
    /// has ended already.
    ///
    /// @throws Failure `UNAVAILABLE` if it does not end
    @Override
    public void close() {
        try (Pidfd pidfd = Pidfd.open(process).orElse(null)) {
            if (pidfd != null
                    && pidfd.send(Signal.SIGKILL)
                    && Poll.await(pidfd.fd(), Poll.POLLIN, DEADLINE) == 0) {
                throw Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "process " + process.pid() + " does not end after SIGKILL");
            }
        }
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.DENIED, "cannot delete " + mark + ": " + e, e);
        }
    }
}
