package dev.hako.isolation.monitor;

import dev.hako.isolation.Foreground;
import dev.hako.isolation.LogSettings;
import dev.hako.isolation.Revival;
import dev.hako.isolation.TaskAddress;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.UnixSocket;
import dev.hako.plan.Descriptors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a launcher is started with, at the numbers its plan knows. Closing it closes this process's
/// ends of all that were opened for it.
public final class StartDescriptors implements AutoCloseable {
    public static final int FIRST = 5;
    private static final int LISTEN_BACKLOG = 16;
    private static final int PRIVATE = 0600;

    private final TreeMap<Integer, Fd> numbered = new TreeMap<>();
    private final List<Fd> opened = new ArrayList<>(4);
    private int next = FIRST;

    /// The state directory, where the exit file goes.
    public int directory(Path directory) {
        return own(Open.openat(Fd.CWD, path(directory), Open.O_PATH | Open.O_DIRECTORY));
    }

    /// The directory of the log.
    public int log(Optional<LogSettings> log) {
        return log.map(this::log).orElse(Descriptors.ABSENT);
    }

    private int log(LogSettings log) {
        Path below = log.file().getParent();
        if (below == null) {
            return directory(log.directory());
        }
        try (Fd trusted = Open.open(log.directory().toString(), Open.O_PATH | Open.O_DIRECTORY)) {
            return own(
                    Open.openat2(
                            trusted,
                            path(below),
                            Open.O_PATH | Open.O_DIRECTORY,
                            0,
                            Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS));
        }
    }

    /// A socket in the run directory on which the monitor hears engines.
    public int listener(TaskAddress address) {
        return own(listen(path(address.directory().resolve(TaskAddress.MONITOR_SOCKET))).fd());
    }

    /// The socket of an earlier monitor may still be there: a container is started by one engine at
    /// a time, and only when it does not run.
    private static UnixSocket listen(NativePath path) {
        try {
            return UnixSocket.listen(path, PRIVATE, LISTEN_BACKLOG);
        } catch (KernelException e) {
            if (!e.is(Errno.EADDRINUSE)) {
                throw e;
            }
            Names.unlinkat(Fd.CWD, path);
            return UnixSocket.listen(path, PRIVATE, LISTEN_BACKLOG);
        }
    }

    /// The connection of the client in the foreground, which stays its owner's.
    public int client(Optional<Foreground> foreground) {
        return foreground.map(client -> borrow(client.client())).orElse(Descriptors.ABSENT);
    }

    /// A descriptor that stays its owner's.
    public int borrow(Fd fd) {
        return number(fd);
    }

    /// The engine's lock file, opened anew: flock(2) locks belong to the open file, and this one is
    /// to be the monitor's.
    public int lock(Optional<Revival> revival) {
        return revival.map(how ->
                        own(
                                Open.openat(
                                        Fd.CWD,
                                        path(how.lockFile()),
                                        Open.O_RDONLY | Open.O_CREAT,
                                        PRIVATE)))
                .orElse(Descriptors.ABSENT);
    }

    /// Any other descriptor, closed with this.
    public int own(Fd fd) {
        opened.add(fd);
        return number(fd);
    }

    /// The launcher's own standard streams, which a program may inherit; they stay their owners'.
    /// Without this, they are `/dev/null`.
    public void standard(Fd input, Fd output) {
        numbered.put(0, input);
        numbered.put(1, output);
        numbered.put(2, output);
    }

    private int number(Fd fd) {
        numbered.put(next, fd);
        return next++;
    }

    /// By their numbers in the launcher.
    Map<Integer, Fd> numbered() {
        return numbered;
    }

    private static NativePath path(Path path) {
        return NativePath.of(path.toString());
    }

    @Override
    public void close() {
        opened.forEach(Fd::close);
    }
}
