package dev.hako.kernel;

import static dev.hako.kernel.SyscallNumber.*;

import java.lang.foreign.MemorySegment;

/// System calls on files and descriptors, with their own names and argument order. Each answers its
/// value or `-errno`.
final class FileCalls {
    private FileCalls() {}

    static long read(int fd, MemorySegment buffer, long count) {
        return Native.syscall(READ, fd, buffer.address(), count);
    }

    static long write(int fd, MemorySegment buffer, long count) {
        return Native.syscall(WRITE, fd, buffer.address(), count);
    }

    static long pread64(int fd, MemorySegment buffer, long count, long offset) {
        return Native.syscall(PREAD64, fd, buffer.address(), count, offset);
    }

    static long pwrite64(int fd, MemorySegment buffer, long count, long offset) {
        return Native.syscall(PWRITE64, fd, buffer.address(), count, offset);
    }

    /// Never repeated: Linux has released the number even when it answers `EINTR`.
    static int close(int fd) {
        return (int) Native.interruptible(CLOSE, fd, 0, 0, 0, 0, 0);
    }

    static long lseek(int fd, long offset, int whence) {
        return Native.syscall(LSEEK, fd, offset, whence);
    }

    static int ftruncate(int fd, long length) {
        return (int) Native.syscall(FTRUNCATE, fd, length);
    }

    static int fallocate(int fd, int mode, long offset, long length) {
        return (int) Native.syscall(FALLOCATE, fd, mode, offset, length);
    }

    static int fsync(int fd) {
        return (int) Native.syscall(FSYNC, fd);
    }

    static int fdatasync(int fd) {
        return (int) Native.syscall(FDATASYNC, fd);
    }

    static int syncfs(int fd) {
        return (int) Native.syscall(SYNCFS, fd);
    }

    static int flock(int fd, int operation) {
        return (int) Native.syscall(FLOCK, fd, operation);
    }

    static int fcntl(int fd, int op, long arg) {
        return (int) Native.syscall(FCNTL, fd, op, arg);
    }

    static int ioctl(int fd, long request, long arg) {
        return (int) Native.syscall(IOCTL, fd, request, arg);
    }

    static int dup3(int oldfd, int newfd, int flags) {
        return (int) Native.syscall(DUP3, oldfd, newfd, flags);
    }

    static int openat(int dirfd, MemorySegment path, int flags, int mode) {
        return (int) Native.syscall(OPENAT, dirfd, path.address(), flags, mode);
    }

    static int openat2(int dirfd, MemorySegment path, MemorySegment how, long size) {
        return (int) Native.syscall(OPENAT2, dirfd, path.address(), how.address(), size);
    }

    static int mkdirat(int dirfd, MemorySegment path, int mode) {
        return (int) Native.syscall(MKDIRAT, dirfd, path.address(), mode);
    }

    static int mknodat(int dirfd, MemorySegment path, int mode, long dev) {
        return (int) Native.syscall(MKNODAT, dirfd, path.address(), mode, dev);
    }

    static int unlinkat(int dirfd, MemorySegment path, int flags) {
        return (int) Native.syscall(UNLINKAT, dirfd, path.address(), flags);
    }

    static int renameat2(
            int olddirfd, MemorySegment oldpath, int newdirfd, MemorySegment newpath, int flags) {
        return (int)
                Native.syscall(
                        RENAMEAT2,
                        olddirfd,
                        oldpath.address(),
                        newdirfd,
                        newpath.address(),
                        flags,
                        0);
    }

    static int linkat(
            int olddirfd, MemorySegment oldpath, int newdirfd, MemorySegment newpath, int flags) {
        return (int)
                Native.syscall(
                        LINKAT, olddirfd, oldpath.address(), newdirfd, newpath.address(), flags, 0);
    }

    static int symlinkat(MemorySegment target, int newdirfd, MemorySegment linkpath) {
        return (int) Native.syscall(SYMLINKAT, target.address(), newdirfd, linkpath.address());
    }

    static int readlinkat(int dirfd, MemorySegment path, MemorySegment buffer, long size) {
        return (int) Native.syscall(READLINKAT, dirfd, path.address(), buffer.address(), size);
    }

    static int faccessat2(int dirfd, MemorySegment path, int mode, int flags) {
        return (int) Native.syscall(FACCESSAT2, dirfd, path.address(), mode, flags);
    }

    static int statx(int dirfd, MemorySegment path, int flags, int mask, MemorySegment statx) {
        return (int) Native.syscall(STATX, dirfd, path.address(), flags, mask, statx.address(), 0);
    }

    static int fstatfs(int fd, MemorySegment statfs) {
        return (int) Native.syscall(FSTATFS, fd, statfs.address());
    }

    static int statfs(MemorySegment path, MemorySegment statfs) {
        return (int) Native.syscall(STATFS, path.address(), statfs.address());
    }

    static int fchmod(int fd, int mode) {
        return (int) Native.syscall(FCHMOD, fd, mode);
    }

    static int fchmodat(int dirfd, MemorySegment path, int mode) {
        return (int) Native.syscall(FCHMODAT, dirfd, path.address(), mode);
    }

    static int fchown(int fd, int owner, int group) {
        return (int) Native.syscall(FCHOWN, fd, owner, group);
    }

    static int fchownat(int dirfd, MemorySegment path, int owner, int group, int flags) {
        return (int) Native.syscall(FCHOWNAT, dirfd, path.address(), owner, group, flags, 0);
    }

    static int utimensat(int dirfd, MemorySegment path, MemorySegment times, int flags) {
        return (int) Native.syscall(UTIMENSAT, dirfd, path.address(), times.address(), flags);
    }

    static long getdents64(int fd, MemorySegment buffer, long count) {
        return Native.syscall(GETDENTS64, fd, buffer.address(), count);
    }

    static long fgetxattr(int fd, MemorySegment name, MemorySegment value, long size) {
        return Native.syscall(FGETXATTR, fd, name.address(), value.address(), size);
    }

    static long lgetxattr(MemorySegment path, MemorySegment name, MemorySegment value, long size) {
        return Native.syscall(LGETXATTR, path.address(), name.address(), value.address(), size);
    }

    static int fsetxattr(int fd, MemorySegment name, MemorySegment value, long size, int flags) {
        return (int) Native.syscall(FSETXATTR, fd, name.address(), value.address(), size, flags, 0);
    }

    static int lsetxattr(
            MemorySegment path, MemorySegment name, MemorySegment value, long size, int flags) {
        return (int)
                Native.syscall(
                        LSETXATTR, path.address(), name.address(), value.address(), size, flags, 0);
    }

    static long flistxattr(int fd, MemorySegment list, long size) {
        return Native.syscall(FLISTXATTR, fd, list.address(), size);
    }

    static long llistxattr(MemorySegment path, MemorySegment list, long size) {
        return Native.syscall(LLISTXATTR, path.address(), list.address(), size);
    }

    static int fremovexattr(int fd, MemorySegment name) {
        return (int) Native.syscall(FREMOVEXATTR, fd, name.address());
    }

    static int lremovexattr(MemorySegment path, MemorySegment name) {
        return (int) Native.syscall(LREMOVEXATTR, path.address(), name.address());
    }

    static int memfd_create(MemorySegment name, int flags) {
        return (int) Native.syscall(MEMFD_CREATE, name.address(), flags);
    }

    static int pipe2(MemorySegment fds, int flags) {
        return (int) Native.syscall(PIPE2, fds.address(), flags);
    }

    static int eventfd2(int initial, int flags) {
        return (int) Native.syscall(EVENTFD2, initial, flags);
    }

    static long copy_file_range(int fdIn, int fdOut, long length) {
        return Native.syscall(COPY_FILE_RANGE, fdIn, 0, fdOut, 0, length, 0);
    }

    static long sendfile(int outFd, int inFd, MemorySegment offset, long count) {
        return Native.syscall(SENDFILE, outFd, inFd, offset.address(), count);
    }
}
