package dev.hako.isolation.monitor;

import dev.hako.failure.Failure;
import dev.hako.isolation.TaskAddress;
import dev.hako.kernel.Errno;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Poll;
import dev.hako.kernel.ThisProcess;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.BrokenFrameException;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.Sender;
import dev.hako.launcher.wire.Wire;
import java.time.Duration;
import java.util.Optional;

/// The socket in a task's run directory on which its monitor hears engines.
///
/// @param address of the task
/// @param loop where connections are read
public record MonitorSocket(TaskAddress address, EventLoop loop) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// A connection whose monitor has said hello.
    private record Greeted(UnixSocket socket, FrameReader reader, Frame.Hello hello)
            implements AutoCloseable {
        @Override
        public void close() {
            reader.close();
            socket.close();
        }
    }

    /// The task behind the socket; nothing if no monitor is.
    ///
    /// @throws Failure `DENIED` if the socket is somebody else's, `UNSUPPORTED` if the monitor is
    ///   newer than this engine, `UNAVAILABLE` if it does not answer
    public Optional<MonitoredTask> connect() {
        String title = "container \"" + address.id() + "\"";
        return greet(title)
                .map(greeted ->
                        new MonitoredTask(
                                        new MonitorConnection(
                                                greeted.socket(), greeted.reader(), loop),
                                        this,
                                        greeted.hello().pid(),
                                        title,
                                        address.directory().resolve(TaskAddress.EXIT_FILE))
                                .listen(() -> {}));
    }

    /// Opens the process of a program that is known to have had this number.
    ///
    /// The monitor reaps its program before it says that it has ended. So if it says after the open
    /// that the program runs, the number was the program's all the time.
    Pidfd process(int pid, String title) {
        Pidfd opened;
        try {
            opened = Pidfd.open(pid);
        } catch (KernelException e) {
            throw ended(title);
        }
        try (Greeted greeted = greet(title).orElseThrow(() -> ended(title))) {
            if (greeted.hello().phase() != Frame.Phase.RUNNING || greeted.hello().pid() != pid) {
                throw ended(title);
            }
            return opened;
        } catch (Failure e) {
            opened.close();
            throw e;
        }
    }

    private static Failure ended(String title) {
        return Failure.conflict(title + " has ended");
    }

    private Optional<Greeted> greet(String title) {
        UnixSocket socket;
        try {
            socket = UnixSocket.connect(path());
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ECONNREFUSED)) {
                return Optional.empty();
            }
            throw Failure.internal(
                    "cannot reach the monitor of " + title + ": " + e.getMessage(), e);
        }
        try {
            requireOurs(socket);
            return greet(socket.nonBlocking(), title);
        } catch (KernelException e) {
            socket.close();
            if (e.is(Errno.ECONNRESET)) {
                // The monitor has ended with this connection still waiting to be accepted.
                return Optional.empty();
            }
            throw e;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private NativePath path() {
        return NativePath.of(address.directory().resolve(TaskAddress.MONITOR_SOCKET).toString());
    }

    private void requireOurs(UnixSocket socket) {
        int uid = socket.peer().uid();
        if (uid != ThisProcess.effectiveUid()) {
            throw Failure.of(
                            Failure.Kind.DENIED,
                            "cannot trust \"" + path() + "\": it belongs to user " + uid)
                    .hint("see who may write to that directory");
        }
    }

    private Optional<Greeted> greet(UnixSocket socket, String title) {
        var reader = new FrameReader(socket, Sender.MONITOR);
        try {
            Optional<Frame> first = first(reader, socket, title);
            if (first.isEmpty()) {
                socket.close();
                return Optional.empty();
            }
            if (!(first.get() instanceof Frame.Hello hello)) {
                throw Failure.of(
                        Failure.Kind.INTERNAL, "the monitor of " + title + " does not say hello");
            }
            requireKnown(hello, title);
            return Optional.of(new Greeted(socket, reader, hello));
        } catch (BrokenFrameException e) {
            throw Failure.internal(
                    "cannot understand the monitor of " + title + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Frame> first(FrameReader reader, UnixSocket socket, String title) {
        Optional<Frame> first = reader.next();
        while (first.isEmpty() && !reader.ended()) {
            if (!reader.fill() && Poll.await(socket.fd(), Poll.POLLIN, PATIENCE) == 0) {
                throw Failure.of(
                                Failure.Kind.UNAVAILABLE,
                                "the monitor of "
                                        + title
                                        + " did not answer within "
                                        + PATIENCE.toSeconds()
                                        + " s")
                        .hint("see whether its process is stopped or being traced");
            }
            first = reader.next();
        }
        return first;
    }

    private static void requireKnown(Frame.Hello hello, String title) {
        if (hello.version() > Wire.VERSION) {
            throw Failure.unsupported(
                            "the monitor of "
                                    + title
                                    + " speaks version "
                                    + hello.version()
                                    + " of the wire, this engine only up to "
                                    + Wire.VERSION)
                    .hint("use the engine that started it, or a newer one");
        }
    }
}
