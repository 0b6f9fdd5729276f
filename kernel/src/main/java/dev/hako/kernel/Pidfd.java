package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A process that cannot be mistaken for another that later gets its number: pidfd_open(2).
public final class Pidfd implements AutoCloseable {
    private final int pid;
    private final Fd fd;

    private Pidfd(int pid, Fd fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /// Opens a process by its number. Only for an unreaped child is that number certain; for others
    /// compare [ProcessIdentity] afterwards.
    ///
    /// @throws KernelException `ESRCH` if there is none
    public static Pidfd open(int pid) {
        return new Pidfd(pid, Fd.own(check(ProcessCalls.pidfd_open(pid, 0), "pidfd_open", pid)));
    }

    /// Opens the very process that was identified earlier, if it still exists.
    public static Optional<Pidfd> open(ProcessIdentity identity) {
        int fd = ProcessCalls.pidfd_open(identity.pid(), 0);
        if (fd == -Errno.ESRCH.number()) {
            return Optional.empty();
        }
        Pidfd opened = new Pidfd(identity.pid(), Fd.own(check(fd, "pidfd_open", identity.pid())));
        if (ProcessIdentity.find(identity.pid()).filter(identity::equals).isEmpty()) {
            opened.close();
            return Optional.empty();
        }
        return Optional.of(opened);
    }

    /// Takes a process descriptor received from elsewhere, whose number is known.
    public static Pidfd of(int pid, Fd fd) {
        return new Pidfd(pid, fd);
    }

    /// Its number in this process's pid namespace.
    public int pid() {
        return pid;
    }

    /// Readable when the process has ended.
    public Fd fd() {
        return fd;
    }

    /// Sends a signal.
    ///
    /// @return false if the process has ended and was reaped
    public boolean send(Signal signal) {
        int result =
                ProcessCalls.pidfd_send_signal(fd.number(), signal.number(), MemorySegment.NULL, 0);
        if (result == -Errno.ESRCH.number()) {
            return false;
        }
        check(result, "pidfd_send_signal", pid);
        return true;
    }

    /// Waits until this child has ended and reaps it. It blocks its thread: prefer [#onExit].
    public ExitStatus await() {
        return Wait.await(Wait.P_PIDFD, fd.number()).status();
    }

    /// How this child ended, reaping it, or nothing while it runs.
    public Optional<ExitStatus> poll() {
        return Wait.poll(Wait.P_PIDFD, fd.number()).map(Wait.Ended::status);
    }

    /// How this child will have ended; it is reaped then. Ask once, and close this only after the
    /// answer.
    public CompletableFuture<ExitStatus> onExit(EventLoop loop) {
        return loop.once(fd, EventLoop.EPOLLIN).thenApply(_ -> await());
    }

    /// A duplicate of a descriptor of that process; it needs the right to ptrace it.
    public Fd descriptor(int number) {
        return Fd.own(
                check(ProcessCalls.pidfd_getfd(fd.number(), number, 0), "pidfd_getfd", number));
    }

    @Override
    public void close() {
        fd.close();
    }
}
