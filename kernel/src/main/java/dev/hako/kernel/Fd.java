package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;

/// An open file descriptor and its owner: who closes it.
///
/// Two owners are never equal, even of the same number. Several threads may use one; only its owner
/// closes it, when no other thread uses it any more, because Linux gives the number to the next
/// open. Blocking calls hold the carrier of a virtual thread: see [EventLoop].
public final class Fd implements AutoCloseable {
    /// The working directory of this process, for calls that take a directory.
    public static final Fd CWD = new Fd(Open.AT_FDCWD, false);

    /// Numbers from here up are out of the reach of a spawned program's own descriptors.
    static final int FIRST_HIGH = 100;

    private static final int GONE = -1;
    private static final int CHUNK = 1 << 16;

    private final AtomicInteger number;
    private final boolean owned;

    private Fd(int number, boolean owned) {
        this.number = new AtomicInteger(number);
        this.owned = owned;
    }

    /// Takes the ownership of an open descriptor.
    public static Fd own(int number) {
        return new Fd(number, true);
    }

    /// A view of a descriptor somebody else owns: closing the view does nothing.
    public static Fd borrow(int number) {
        return new Fd(number, false);
    }

    /// The number.
    ///
    /// @throws IllegalStateException if it was closed or detached
    public int number() {
        int n = number.get();
        if (n == GONE) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return n;
    }

    /// Gives up the ownership: the caller closes the number.
    public int detach() {
        int n = number();
        number.set(GONE);
        return n;
    }

    /// A second descriptor of the same open file, close-on-exec, numbered 100 or higher so that a
    /// spawned program's own descriptors do not overwrite it.
    public Fd duplicate() {
        return own(
                check(FileCalls.fcntl(number(), Fcntl.F_DUPFD_CLOEXEC, FIRST_HIGH), "dup", this));
    }

    /// `/proc/self/fd/N`: a path by which calls without an `at` form reach this file.
    public NativePath procPath() {
        return NativePath.of("/proc/self/fd/" + number());
    }

    /// Reads at most `buffer.byteSize()` bytes of native memory.
    ///
    /// @return how many; 0 at the end
    public long read(MemorySegment buffer) {
        return check(FileCalls.read(number(), buffer, buffer.byteSize()), "read", this);
    }

    /// Reads at most `length` bytes.
    ///
    /// @return how many; 0 at the end
    public int read(byte[] bytes, int offset, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, length));
            int count = (int) read(buffer.asSlice(0, length));
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, offset, count);
            return count;
        }
    }

    /// Reads from here to the end.
    ///
    /// @param limitBytes the most to accept
    /// @throws KernelException `EFBIG` if there is more
    public byte[] readAll(int limitBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(CHUNK);
            ByteBuilder all = new ByteBuilder();
            for (long n = read(chunk); n > 0; n = read(chunk)) {
                if (all.length() + n > limitBytes) {
                    throw new KernelException(Errno.EFBIG.number(), "read", toString());
                }
                all.append(chunk.asSlice(0, n));
            }
            return all.toByteArray();
        }
    }

    /// Reads at a position without moving the descriptor's own.
    ///
    /// @return how many; 0 at the end
    public long pread(MemorySegment buffer, long position) {
        return check(
                FileCalls.pread64(number(), buffer, buffer.byteSize(), position), "pread", this);
    }

    /// Writes at a position without moving the descriptor's own; it may write less.
    public long pwrite(MemorySegment buffer, long position) {
        return check(
                FileCalls.pwrite64(number(), buffer, buffer.byteSize(), position), "pwrite", this);
    }

    /// Writes native memory; it may write less.
    ///
    /// @return how many bytes were taken
    public long write(MemorySegment buffer) {
        return check(FileCalls.write(number(), buffer, buffer.byteSize()), "write", this);
    }

    /// Writes all of native memory, in as many calls as it takes.
    public void writeAll(MemorySegment buffer) {
        long done = 0;
        while (done < buffer.byteSize()) {
            done += write(buffer.asSlice(done));
        }
    }

    /// Writes all bytes: one call if the kernel takes them at once, as control files require.
    public void writeAll(byte[] bytes) {
        writeAll(bytes, 0, bytes.length);
    }

    /// Writes all of a part of an array.
    public void writeAll(byte[] bytes, int offset, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, length));
            MemorySegment.copy(bytes, offset, buffer, ValueLayout.JAVA_BYTE, 0, length);
            writeAll(buffer.asSlice(0, length));
        }
    }

    /// Moves the position: `whence` is 0 from the start, 1 from here, 2 from the end, 3 to the next
    /// data, 4 to the next hole. Source: lseek(2).
    public long seek(long offset, int whence) {
        return check(FileCalls.lseek(number(), offset, whence), "lseek", this);
    }

    /// Sets the length in bytes.
    public void truncate(long length) {
        check(FileCalls.ftruncate(number(), length), "ftruncate", this);
    }

    /// Makes content and attributes durable.
    public void fsync() {
        check(FileCalls.fsync(number()), "fsync", this);
    }

    /// Makes content durable.
    public void fdatasync() {
        check(FileCalls.fdatasync(number()), "fdatasync", this);
    }

    /// Makes the whole file system of this file durable.
    public void syncfs() {
        check(FileCalls.syncfs(number()), "syncfs", this);
    }

    /// Closes it if it is owned and open. An error of close is not reported: the number is released
    /// in any case, and durability is what [#fsync()] is for.
    @Override
    public void close() {
        if (owned) {
            int n = number.getAndSet(GONE);
            if (n != GONE) {
                FileCalls.close(n);
            }
        }
    }

    @Override
    public String toString() {
        int n = number.get();
        return n == Open.AT_FDCWD ? "." : n == GONE ? "fd (closed)" : "fd " + n;
    }
}
