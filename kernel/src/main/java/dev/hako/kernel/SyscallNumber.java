package dev.hako.kernel;

/// The numbers of the system calls this package makes, on the machine it runs on.
///
/// A plain list, so that the first call need not read the whole table; a test compares it with
/// [Syscalls].
final class SyscallNumber {
    static final int READ = choose(0, 63);
    static final int WRITE = choose(1, 64);
    static final int PREAD64 = choose(17, 67);
    static final int PWRITE64 = choose(18, 68);
    static final int CLOSE = choose(3, 57);
    static final int LSEEK = choose(8, 62);
    static final int FTRUNCATE = choose(77, 46);
    static final int FSYNC = choose(74, 82);
    static final int FDATASYNC = choose(75, 83);
    static final int FLOCK = choose(73, 32);
    static final int FCNTL = choose(72, 25);
    static final int IOCTL = choose(16, 29);
    static final int OPENAT = choose(257, 56);
    static final int OPENAT2 = choose(437, 437);
    static final int MKDIRAT = choose(258, 34);
    static final int MKNODAT = choose(259, 33);
    static final int UNLINKAT = choose(263, 35);
    static final int RENAMEAT2 = choose(316, 276);
    static final int LINKAT = choose(265, 37);
    static final int SYMLINKAT = choose(266, 36);
    static final int READLINKAT = choose(267, 78);
    static final int FACCESSAT2 = choose(439, 439);
    static final int STATX = choose(332, 291);
    static final int STATFS = choose(137, 43);
    static final int FSTATFS = choose(138, 44);
    static final int FCHMOD = choose(91, 52);
    static final int FCHMODAT = choose(268, 53);
    static final int FCHOWN = choose(93, 55);
    static final int FCHOWNAT = choose(260, 54);
    static final int UTIMENSAT = choose(280, 88);
    static final int GETDENTS64 = choose(217, 61);
    static final int SYNCFS = choose(306, 267);
    static final int FGETXATTR = choose(193, 10);
    static final int FSETXATTR = choose(190, 7);
    static final int FLISTXATTR = choose(196, 13);
    static final int FREMOVEXATTR = choose(199, 16);
    static final int LGETXATTR = choose(192, 9);
    static final int LSETXATTR = choose(189, 6);
    static final int LLISTXATTR = choose(195, 12);
    static final int LREMOVEXATTR = choose(198, 15);
    static final int MEMFD_CREATE = choose(319, 279);
    static final int PIPE2 = choose(293, 59);
    static final int EVENTFD2 = choose(290, 19);
    static final int COPY_FILE_RANGE = choose(326, 285);
    static final int SOCKET = choose(41, 198);
    static final int BIND = choose(49, 200);
    static final int LISTEN = choose(50, 201);
    static final int ACCEPT4 = choose(288, 242);
    static final int CONNECT = choose(42, 203);
    static final int SOCKETPAIR = choose(53, 199);
    static final int SHUTDOWN = choose(48, 210);
    static final int GETSOCKNAME = choose(51, 204);
    static final int GETSOCKOPT = choose(55, 209);
    static final int SETSOCKOPT = choose(54, 208);
    static final int SENDMSG = choose(46, 211);
    static final int RECVMSG = choose(47, 212);
    static final int PPOLL = choose(271, 73);
    static final int EPOLL_CREATE1 = choose(291, 20);
    static final int EPOLL_CTL = choose(233, 21);
    static final int EPOLL_PWAIT = choose(281, 22);
    static final int GETPID = choose(39, 172);
    static final int GETPPID = choose(110, 173);
    static final int GETTID = choose(186, 178);
    static final int GETUID = choose(102, 174);
    static final int GETEUID = choose(107, 175);
    static final int GETGID = choose(104, 176);
    static final int GETEGID = choose(108, 177);
    static final int GETGROUPS = choose(115, 158);
    static final int UMASK = choose(95, 166);
    static final int CLONE3 = choose(435, 435);
    static final int KILL = choose(62, 129);
    static final int WAITID = choose(247, 95);
    static final int PIDFD_OPEN = choose(434, 434);
    static final int PIDFD_SEND_SIGNAL = choose(424, 424);
    static final int PIDFD_GETFD = choose(438, 438);
    static final int SETFSUID = choose(122, 151);
    static final int SETFSGID = choose(123, 152);
    static final int PRCTL = choose(157, 167);
    static final int PRLIMIT64 = choose(302, 261);
    static final int MADVISE = choose(28, 233);
    static final int PERSONALITY = choose(135, 92);
    static final int SETNS = choose(308, 268);
    static final int UNSHARE = choose(272, 97);
    static final int MOUNT = choose(165, 40);
    static final int UMOUNT2 = choose(166, 39);
    static final int OPEN_TREE = choose(428, 428);
    static final int MOVE_MOUNT = choose(429, 429);
    static final int FSOPEN = choose(430, 430);
    static final int FSCONFIG = choose(431, 431);
    static final int FSMOUNT = choose(432, 432);
    static final int MOUNT_SETATTR = choose(442, 442);

    private SyscallNumber() {}

    private static int choose(int x86, int aarch64) {
        return Arch.host().choose(x86, aarch64);
    }
}
