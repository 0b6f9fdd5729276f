package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.util.Optional;

/// The kinds of namespaces, and how to reach and enter one: namespaces(7).
///
/// Entering changes the calling *thread* only. On a virtual thread it would change the carrier for
/// every virtual thread after it, so [#setns] and [#unshare] refuse; and a JVM, having many
/// threads, can never enter or make a user namespace: that is what a helper process is for.
public enum Namespace {
    CGROUP("cgroup", 0x02000000),
    IPC("ipc", 0x08000000),
    MOUNT("mnt", 0x00020000),
    NETWORK("net", 0x40000000),
    PID("pid", 0x20000000),
    TIME("time", 0x00000080),
    USER("user", 0x10000000),
    UTS("uts", 0x04000000);

    static final int NS_GET_USERNS = 0xb701;
    static final int NS_GET_NSTYPE = 0xb703;

    private final String procName;
    private final int cloneFlag;

    Namespace(String procName, int cloneFlag) {
        this.procName = procName;
        this.cloneFlag = cloneFlag;
    }

    /// Its file name in `/proc/PID/ns`.
    public String procName() {
        return procName;
    }

    /// `CLONE_NEW…`, for clone3(2), unshare(2) and setns(2).
    public int cloneFlag() {
        return cloneFlag;
    }

    /// Opens the one a process is in.
    public Fd of(int pid) {
        return Open.open("/proc/" + pid + "/ns/" + procName, Open.O_RDONLY);
    }

    /// Opens the one this thread is in.
    public Fd ofThread() {
        return Open.open("/proc/thread-self/ns/" + procName, Open.O_RDONLY);
    }

    /// The name of the one a process is in, such as `net:[4026531840]`; equal names are one
    /// namespace. Nothing if the process has ended, or may not be looked at.
    ///
    /// @param process its number, or `self`
    public Optional<NativePath> nameOf(String process) {
        try {
            String link = "/proc/" + process + "/ns/" + procName;
            return Optional.of(Names.readlinkat(Fd.CWD, NativePath.of(link)));
        } catch (KernelException hidden) {
            return Optional.empty();
        }
    }

    /// The kind of an open namespace.
    public static Namespace typeOf(Fd namespace) {
        int flag = check(FileCalls.ioctl(namespace.number(), NS_GET_NSTYPE, 0), "ioctl", namespace);
        for (Namespace kind : values()) {
            if (kind.cloneFlag == flag) {
                return kind;
            }
        }
        throw new KernelException(Errno.EINVAL.number(), "ioctl", namespace.toString());
    }

    /// Opens the user namespace that owns this one.
    public static Fd owner(Fd namespace) {
        return Fd.own(
                check(FileCalls.ioctl(namespace.number(), NS_GET_USERNS, 0), "ioctl", namespace));
    }

    /// Whether both descriptors are open on one namespace.
    public static boolean same(Fd one, Fd other) {
        return Stat.of(one).isSameFile(Stat.of(other));
    }

    /// Puts this platform thread into a namespace, or with a process descriptor into the several
    /// that `cloneFlags` names; 0 lets the kernel take whatever `target` is.
    ///
    /// @throws IllegalStateException on a virtual thread
    public static void setns(Fd target, int cloneFlags) {
        requirePlatformThread();
        check(ProcessCalls.setns(target.number(), cloneFlags), "setns", target);
    }

    /// Puts this platform thread into new namespaces of the kinds in `cloneFlags`.
    ///
    /// @throws IllegalStateException on a virtual thread
    public static void unshare(int cloneFlags) {
        requirePlatformThread();
        check(ProcessCalls.unshare(cloneFlags), "unshare");
    }

    private static void requirePlatformThread() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread cannot change its namespaces");
        }
    }
}
