package dev.hako.plan;

import dev.hako.kernel.Arch;
import dev.hako.kernel.Syscalls;
import java.util.Locale;

/// The system calls plans make. All exist on every machine Hako knows, so that one list of steps
/// serves them all.
public enum Syscall {
    BPF,
    CAPSET,
    CHDIR,
    CHROOT,
    CLOSE,
    CLOSE_RANGE,
    CONNECT,
    DUP3,
    FACCESSAT,
    FCHDIR,
    FCHMOD,
    FCHOWN,
    FCHOWNAT,
    FCNTL,
    FSCONFIG,
    FSMOUNT,
    FSOPEN,
    IOCTL,
    IOPRIO_SET,
    KEYCTL,
    MKDIRAT,
    MKNODAT,
    MOUNT,
    MOUNT_SETATTR,
    MOVE_MOUNT,
    OPENAT,
    OPENAT2,
    OPEN_TREE,
    PERSONALITY,
    PIDFD_OPEN,
    PIDFD_SEND_SIGNAL,
    PIPE2,
    PIVOT_ROOT,
    PRCTL,
    PRLIMIT64,
    READ,
    RT_SIGACTION,
    RT_SIGPROCMASK,
    SCHED_SETAFFINITY,
    SCHED_SETATTR,
    SECCOMP,
    SENDMSG,
    SETDOMAINNAME,
    SETGROUPS,
    SETHOSTNAME,
    SETNS,
    SETRESGID,
    SETRESUID,
    SETSID,
    SET_MEMPOLICY,
    SOCKET,
    SOCKETPAIR,
    STATX,
    SYMLINKAT,
    UMASK,
    UMOUNT2,
    UNLINKAT,
    UNSHARE,
    WRITE;

    private final String title;
    private final int x86;
    private final int aarch64;

    Syscall() {
        title = name().toLowerCase(Locale.ROOT);
        x86 = Syscalls.number(Arch.X86_64, title);
        aarch64 = Syscalls.number(Arch.AARCH64, title);
    }

    /// The kernel's name of it.
    public String title() {
        return title;
    }

    /// The number of the call.
    public int number(Arch arch) {
        return switch (arch) {
            case X86_64 -> x86;
            case AARCH64 -> aarch64;
        };
    }
}
