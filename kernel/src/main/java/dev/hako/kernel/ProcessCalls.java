package dev.hako.kernel;

import static dev.hako.kernel.SyscallNumber.*;

import java.lang.foreign.MemorySegment;

/// System calls on processes, with their own names and argument order. Each answers its value or
/// `-errno`.
final class ProcessCalls {
    private ProcessCalls() {}

    static int getpid() {
        return (int) Native.syscall(GETPID);
    }

    static int getppid() {
        return (int) Native.syscall(GETPPID);
    }

    static int gettid() {
        return (int) Native.syscall(GETTID);
    }

    static int getuid() {
        return (int) Native.syscall(GETUID);
    }

    static int geteuid() {
        return (int) Native.syscall(GETEUID);
    }

    static int getgid() {
        return (int) Native.syscall(GETGID);
    }

    static int getegid() {
        return (int) Native.syscall(GETEGID);
    }

    static int getgroups(int size, MemorySegment list) {
        return (int) Native.syscall(GETGROUPS, size, list.address());
    }

    static int umask(int mask) {
        return (int) Native.syscall(UMASK, mask);
    }

    static int kill(int pid, int signal) {
        return (int) Native.syscall(KILL, pid, signal);
    }

    static int waitid(int idtype, int id, MemorySegment siginfo, int options) {
        return (int) Native.syscall(WAITID, idtype, id, siginfo.address(), options);
    }

    static int pidfd_open(int pid, int flags) {
        return (int) Native.syscall(PIDFD_OPEN, pid, flags);
    }

    static int pidfd_send_signal(int pidfd, int signal, MemorySegment siginfo, int flags) {
        return (int) Native.syscall(PIDFD_SEND_SIGNAL, pidfd, signal, siginfo.address(), flags);
    }

    static int pidfd_getfd(int pidfd, int targetfd, int flags) {
        return (int) Native.syscall(PIDFD_GETFD, pidfd, targetfd, flags);
    }

    /// The id before, whether it was changed or not.
    static int setfsuid(int fsuid) {
        return (int) Native.syscall(SETFSUID, fsuid);
    }

    /// The id before, whether it was changed or not.
    static int setfsgid(int fsgid) {
        return (int) Native.syscall(SETFSGID, fsgid);
    }

    static int prctl(int option, long arg) {
        return (int) Native.syscall(PRCTL, option, arg);
    }

    static int prlimit64(int pid, int resource, MemorySegment newLimit, MemorySegment oldLimit) {
        return (int)
                Native.syscall(PRLIMIT64, pid, resource, newLimit.address(), oldLimit.address());
    }

    static int madvise(long address, long length, int advice) {
        return (int) Native.syscall(MADVISE, address, length, advice);
    }

    static int personality(int persona) {
        return (int) Native.syscall(PERSONALITY, Integer.toUnsignedLong(persona));
    }

    static int setns(int fd, int nstype) {
        return (int) Native.syscall(SETNS, fd, nstype);
    }

    static int unshare(int flags) {
        return (int) Native.syscall(UNSHARE, flags);
    }
}
