package dev.hako.isolation.unikernel;

import dev.hako.guest.boot.CommandLine.Mode;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Namespace;
import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.SeccompAction;
import dev.hako.oci.runtime.SeccompArch;
import dev.hako.oci.runtime.Syscall;
import dev.hako.oci.runtime.SyscallArg;
import java.util.List;
import java.util.stream.Stream;

/// The system calls of the host that a guest kernel may make, and those of stand-ins; all others
/// fail with `EPERM`. To kill would be too much: in the fast mode the guest's own calls trap by way
/// of the same filter's machinery, and a guest that is refused something goes on.
final class HostCalls {
    /// `CLONE_NEW…`, all of them but `CLONE_NEWTIME`, which is none of clone(2)'s.
    private static final long NEW_NAMESPACES =
            Stream.of(
                            Namespace.CGROUP,
                            Namespace.IPC,
                            Namespace.MOUNT,
                            Namespace.NETWORK,
                            Namespace.PID,
                            Namespace.USER,
                            Namespace.UTS)
                    .mapToLong(Namespace::cloneFlag)
                    .reduce(0, (all, flag) -> all | flag);

    private static final long AF_UNIX = 1;

    /// The kernel itself, its carrier, and the stubs that its programs run in.
    private static final List<String> IN_BOTH_MODES =
            List.of(
                    "accept4",
                    "arch_prctl",
                    "brk",
                    "clock_gettime",
                    "close",
                    "close_range",
                    "connect",
                    "dup2",
                    "dup3",
                    "epoll_create",
                    "epoll_ctl",
                    "epoll_wait",
                    "eventfd2",
                    "execve",
                    "execveat",
                    "exit",
                    "exit_group",
                    "fallocate",
                    "fcntl",
                    "fstat",
                    "fsync",
                    "futex",
                    "getdents64",
                    "getpid",
                    "getppid",
                    "getrandom",
                    "gettid",
                    "ioctl",
                    "kill",
                    "listen",
                    "lseek",
                    "madvise",
                    "memfd_create",
                    "mkdir",
                    "mmap",
                    "mprotect",
                    "munmap",
                    "newfstatat",
                    "openat",
                    "poll",
                    "ppoll",
                    "prctl",
                    "pread64",
                    "prlimit64",
                    "pwrite64",
                    "read",
                    "readv",
                    "recvfrom",
                    "recvmsg",
                    "restart_syscall",
                    "rmdir",
                    "rt_sigaction",
                    "rt_sigprocmask",
                    "rt_sigreturn",
                    "seccomp",
                    "sendmsg",
                    "sendto",
                    "set_tid_address",
                    "shutdown",
                    "sigaltstack",
                    "signalfd4",
                    "bind",
                    "socketpair",
                    "tgkill",
                    "timer_create",
                    "timer_settime",
                    "unlink",
                    "wait4",
                    "write",
                    "writev");

    /// Of those that would be too much with any arguments: processes, but no namespaces; local
    /// sockets, but no others.
    private static final List<Syscall> WITH_ARGUMENTS =
            List.of(
                    allowed(
                            "clone",
                            new SyscallArg(
                                    0, NEW_NAMESPACES, 0, SyscallArg.Operator.SCMP_CMP_MASKED_EQ)),
                    allowed(
                            "socket",
                            new SyscallArg(0, AF_UNIX, 0, SyscallArg.Operator.SCMP_CMP_EQ)));

    /// Its flags are behind a pointer, where no filter sees them. Whoever learns that it is not
    /// there asks for clone(2).
    private static final Syscall CLONE3 =
            new Syscall(
                    List.of("clone3"),
                    SeccompAction.SCMP_ACT_ERRNO,
                    (long) Errno.ENOSYS.number(),
                    List.of());

    /// To catch the calls of the guest's programs.
    private static final List<String> IN_STRICT_MODE = List.of("ptrace");

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

    /// Who serves a guest the host's files.
    static final List<String> OF_FILE_SERVERS =
            List.of(
                    "accept4",
                    "clock_gettime",
                    "close",
                    "close_range",
                    "dup3",
                    "execve",
                    "exit",
                    "exit_group",
                    "fallocate",
                    "fchmodat",
                    "fchownat",
                    "fcntl",
                    "fdatasync",
                    "fstatfs",
                    "fsync",
                    "ftruncate",
                    "getdents64",
                    "getxattr",
                    "linkat",
                    "listxattr",
                    "lseek",
                    "mkdirat",
                    "mknodat",
                    "mmap",
                    "openat",
                    "ppoll",
                    "pread64",
                    "pwrite64",
                    "read",
                    "readlinkat",
                    "recvfrom",
                    "recvmsg",
                    "removexattr",
                    "renameat2",
                    "restart_syscall",
                    "rt_sigreturn",
                    "sendmsg",
                    "setfsgid",
                    "setxattr",
                    "statx",
                    "symlinkat",
                    "truncate",
                    "umask",
                    "unlinkat",
                    "utimensat",
                    "write");

    private HostCalls() {}

    private static List<String> ofJail(Mode mode) {
        return switch (mode) {
            case FAST -> IN_BOTH_MODES;
            case STRICT -> Stream.concat(IN_BOTH_MODES.stream(), IN_STRICT_MODE.stream()).toList();
        };
    }

    private static Syscall allowed(String name, SyscallArg argument) {
        return new Syscall(List.of(name), SeccompAction.SCMP_ACT_ALLOW, null, List.of(argument));
    }

    /// How many those of a jail are.
    static int countOfJail(Mode mode) {
        return ofJail(mode).size() + WITH_ARGUMENTS.size();
    }

    /// Of everybody in a jail.
    static Seccomp jail(Mode mode) {
        return filter(
                Stream.concat(Stream.of(allowed(ofJail(mode)), CLONE3), WITH_ARGUMENTS.stream()));
    }

    static Seccomp filter(List<String> calls) {
        return filter(Stream.of(allowed(calls)));
    }

    private static Syscall allowed(List<String> calls) {
        return new Syscall(calls, SeccompAction.SCMP_ACT_ALLOW, null, List.of());
    }

    private static Seccomp filter(Stream<Syscall> calls) {
        return new Seccomp(
                SeccompAction.SCMP_ACT_ERRNO,
                null,
                List.of(SeccompArch.SCMP_ARCH_X86_64),
                List.of(),
                null,
                null,
                calls.toList());
    }
}
