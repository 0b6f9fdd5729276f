package dev.hako.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The controlling side of a pseudoterminal: pty(7), ioctl_tty(2).
public final class Pty implements AutoCloseable {
    static final long TIOCGWINSZ = 0x5413;
    static final long TIOCSWINSZ = 0x5414;
    static final long TIOCGPTN = 0x80045430L;
    static final long TIOCSPTLCK = 0x40045431L;
    static final long TIOCGPTPEER = 0x5441;

    private final Fd fd;

    private Pty(Fd fd) {
        this.fd = fd;
    }

    /// Makes a terminal in this mount namespace's `/dev/pts` and unlocks it.
    public static Pty open() {
        return unlocked(Open.open("/dev/ptmx", Open.O_RDWR | Open.O_NOCTTY));
    }

    /// Makes a terminal of the devpts instance mounted at this open directory.
    public static Pty openIn(Fd devpts) {
        NativePath ptmx = NativePath.of("ptmx");
        return unlocked(Open.openat(devpts, ptmx, Open.O_RDWR | Open.O_NOCTTY));
    }

    private static Pty unlocked(Fd fd) {
        try (Arena arena = Arena.ofConfined()) {
            Ioctl.call(fd, "TIOCSPTLCK", TIOCSPTLCK, arena.allocate(ValueLayout.JAVA_INT));
            return new Pty(fd);
        } catch (KernelException e) {
            fd.close();
            throw e;
        }
    }

    /// Takes a controlling side received from elsewhere.
    public static Pty of(Fd fd) {
        return new Pty(fd);
    }

    /// What is written here is typed; what is read here was printed. Reading fails with `EIO` once
    /// the last user of the terminal has closed it.
    public Fd fd() {
        return fd;
    }

    /// Its number in its devpts instance.
    public int index() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
            Ioctl.call(fd, "TIOCGPTN", TIOCGPTN, number);
            return number.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /// Opens the terminal itself, whatever is mounted at its path.
    public Fd terminal() {
        int flags = Open.O_RDWR | Open.O_NOCTTY | Open.O_CLOEXEC;
        return Fd.own(Ioctl.call(fd, "TIOCGPTPEER", TIOCGPTPEER, flags));
    }

    /// The size programs see.
    public WindowSize size() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment winsize = arena.allocate(WindowSize.LAYOUT);
            Ioctl.call(fd, "TIOCGWINSZ", TIOCGWINSZ, winsize);
            return WindowSize.read(winsize);
        }
    }

    /// Changes the size and tells the programs by `SIGWINCH`.
    public void resize(WindowSize size) {
        try (Arena arena = Arena.ofConfined()) {
            Ioctl.call(fd, "TIOCSWINSZ", TIOCSWINSZ, size.in(arena));
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
