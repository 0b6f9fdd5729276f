package dev.hako.app.daemon;

import dev.hako.engine.Locations;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The right to serve: the engine's lock, held, and its listening socket.
///
/// @param lock the lock file, locked as long as it is open
/// @param socket where clients ask
/// @param path the socket's
public record Seat(Fd lock, UnixSocket socket, Path path) implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;
    private static final int BACKLOG = 128;

    /// Takes what whoever started this engine has prepared.
    public static Seat inherited(int lockNumber, int socketNumber, Locations locations) {
        return new Seat(
                moved(lockNumber), UnixSocket.of(moved(socketNumber)), locations.engineSocket());
    }

    /// The same open file under a number that no program started from here inherits.
    private static Fd moved(int number) {
        try (Fd given = Fd.own(number)) {
            return given.duplicate();
        } catch (KernelException e) {
            throw Failure.of(
                            Failure.Kind.INVALID,
                            "cannot take descriptor " + number + ": " + e.getMessage(),
                            e)
                    .hint("only hako itself gives --lock-fd and --listen-fd");
        }
    }

    /// Takes the lock and listens.
    ///
    /// @throws Failure `CONFLICT` if another engine serves here
    public static Seat take(Locations locations) {
        Fd lock = lock(locations.engineLock());
        try {
            Files.deleteIfExists(locations.engineSocket());
            NativePath path = NativePath.of(locations.engineSocket().toString());
            UnixSocket socket = UnixSocket.listen(path, OWNER_ONLY, BACKLOG);
            return new Seat(lock, socket, locations.engineSocket());
        } catch (IOException | KernelException e) {
            lock.close();
            throw Failure.of(
                    Failure.Kind.DENIED,
                    "cannot listen at \"" + locations.engineSocket() + "\": " + e.getMessage(),
                    e);
        }
    }

    private static Fd lock(Path file) {
        Fd lock = null;
        try {
            Files.createDirectories(file.getParent());
            int flags = Open.O_RDWR | Open.O_CREAT | Open.O_NOFOLLOW;
            lock = Open.openat(Fd.CWD, NativePath.of(file.toString()), flags, OWNER_ONLY);
            if (Flock.tryExclusive(lock)) {
                return lock;
            }
        } catch (IOException | KernelException e) {
            throw Failure.of(
                            Failure.Kind.DENIED,
                            "cannot open lock \"" + file + "\": " + e.getMessage(),
                            e)
                    .hint("choose another directory with HAKO_RUN");
        }
        lock.close();
        throw Failure.conflict("cannot serve at \"" + file.getParent() + "\": another engine does")
                .hint("end it, or choose other directories with HAKO_ROOT and HAKO_RUN");
    }

    /// Stops listening and gives the lock back, in this order, so that the next engine finds
    /// neither.
    @Override
    public void close() {
        socket.close();
        lock.close();
    }
}
