package dev.hako.isolation.unikernel;

import dev.hako.guest.boot.CommandLine.Mode;
import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.SeccompAction;
import dev.hako.oci.runtime.SeccompArch;
import dev.hako.oci.runtime.Syscall;
import java.util.List;
import java.util.stream.Stream;

/// The system calls of the host that a guest kernel may make, and those of stand-ins; all others
/// fail with `EPERM`. To kill would be too much: in the fast mode the guest's own calls trap by way
/// of the same filter's machinery, and a guest that is refused something goes on.
final class HostCalls {
    /// The kernel itself, its carrier, and the stubs that its programs run in.
    private static final List<String> IN_BOTH_MODES =
            List.of(
                    "accept4",
                    "access",
                    "arch_prctl",
                    "brk",
                    "clock_gettime",
                    "clock_nanosleep",
                    "clone",
                    "clone3",
                    "close",
                    "close_range",
                    "dup",
                    "dup2",
                    "dup3",
                    "epoll_create",
                    "epoll_create1",
                    "epoll_ctl",
                    "epoll_wait",
                    "execve",
                    "execveat",
                    "exit",
                    "exit_group",
                    "fallocate",
                    "fchmod",
                    "fcntl",
                    "fstat",
                    "fsync",
                    "ftruncate",
                    "futex",
                    "getcwd",
                    "getdents64",
                    "getgid",
                    "getpid",
                    "getppid",
                    "getrandom",
                    "gettid",
                    "gettimeofday",
                    "getuid",
                    "geteuid",
                    "getegid",
                    "ioctl",
                    "kill",
                    "lseek",
                    "madvise",
                    "memfd_create",
                    "mkdir",
                    "mmap",
                    "mprotect",
                    "munmap",
                    "nanosleep",
                    "newfstatat",
                    "open",
                    "openat",
                    "personality",
                    "pipe",
                    "pipe2",
                    "poll",
                    "ppoll",
                    "prctl",
                    "pread64",
                    "prlimit64",
                    "pwrite64",
                    "read",
                    "readlink",
                    "recvfrom",
                    "recvmsg",
                    "restart_syscall",
                    "rmdir",
                    "rseq",
                    "rt_sigaction",
                    "rt_sigprocmask",
                    "rt_sigreturn",
                    "rt_sigtimedwait",
                    "seccomp",
                    "sched_yield",
                    "sendmsg",
                    "sendto",
                    "set_robust_list",
                    "set_tid_address",
                    "setpgid",
                    "setsid",
                    "shutdown",
                    "sigaltstack",
                    "signalfd4",
                    "socket",
                    "bind",
                    "socketpair",
                    "stat",
                    "statfs",
                    "tgkill",
                    "timer_create",
                    "timer_settime",
                    "timer_delete",
                    "uname",
                    "unlink",
                    "wait4",
                    "write",
                    "writev");

    /// To catch the calls of the guest's programs, and to change their memory.
    private static final List<String> IN_STRICT_MODE =
            List.of("ptrace", "process_vm_readv", "process_vm_writev");

    /// Who copies between a monitor's pipes and a guest's.
    static final List<String> OF_STAND_INS =
            List.of(
                    "clock_gettime",
                    "close",
                    "close_range",
                    "dup3",
                    "exit",
                    "exit_group",
                    "fcntl",
                    "getpid",
                    "ioctl",
                    "kill",
                    "poll",
                    "ppoll",
                    "read",
                    "recvfrom",
                    "restart_syscall",
                    "rt_sigaction",
                    "rt_sigprocmask",
                    "rt_sigreturn",
                    "sendmsg",
                    "sendto",
                    "signalfd4",
                    "socketpair",
                    "write");

    private HostCalls() {}

    /// Those of everybody in a jail.
    static List<String> ofJail(Mode mode) {
        return switch (mode) {
            case FAST -> IN_BOTH_MODES;
            case STRICT -> Stream.concat(IN_BOTH_MODES.stream(), IN_STRICT_MODE.stream()).toList();
        };
    }

    static Seccomp filter(List<String> calls) {
        return new Seccomp(
                SeccompAction.SCMP_ACT_ERRNO,
                null,
                List.of(SeccompArch.SCMP_ARCH_X86_64),
                List.of(),
                null,
                null,
                List.of(new Syscall(calls, SeccompAction.SCMP_ACT_ALLOW, null, List.of())));
    }
}
