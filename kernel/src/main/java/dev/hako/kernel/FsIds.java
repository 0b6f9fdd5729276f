package dev.hako.kernel;

/// Whose the files are that a thread makes, for as long as this is open: setfsuid(2), setfsgid(2).
/// A file system that knows other ids than the machine's, as a container's root with users of its
/// own does, takes new files from none else. The thread keeps its capabilities meanwhile.
///
/// It belongs to the platform thread that has taken it, which closes it. A thread that it starts
/// meanwhile has the ids, too, and for good. So nothing else may be done meanwhile that could start
/// one, such as waking a virtual thread: [#suspend].
public final class FsIds implements AutoCloseable {
    private static final int PR_GET_SECUREBITS = 27;
    private static final int PR_SET_SECUREBITS = 28;
    private static final int SECBIT_NO_SETUID_FIXUP = 1 << 2;

    private static final int NONE = -1; // No id: asks for the one there is.

    private final int securebits;
    private final int uid;
    private final int gid;

    private FsIds(int securebits, int uid, int gid) {
        this.securebits = securebits;
        this.uid = uid;
        this.gid = gid;
    }

    /// Takes these ids.
    ///
    /// @throws KernelException `EPERM` if this thread may not have them
    public static FsIds take(int uid, int gid) {
        int before = check(ProcessCalls.prctl(PR_GET_SECUREBITS, 0));
        FsIds own = new FsIds(before, ProcessCalls.setfsuid(NONE), ProcessCalls.setfsgid(NONE));
        check(ProcessCalls.prctl(PR_SET_SECUREBITS, before | SECBIT_NO_SETUID_FIXUP));
        ProcessCalls.setfsgid(gid);
        ProcessCalls.setfsuid(uid);
        if (ProcessCalls.setfsuid(NONE) != uid || ProcessCalls.setfsgid(NONE) != gid) {
            own.close();
            throw new KernelException(
                    Errno.EPERM.number(), "setfsuid", Integer.toUnsignedString(uid));
        }
        return own;
    }

    /// Has the thread's own ids until that is closed.
    public FsIds suspend() {
        return take(uid, gid);
    }

    @Override
    public void close() {
        ProcessCalls.setfsuid(uid);
        ProcessCalls.setfsgid(gid);
        check(ProcessCalls.prctl(PR_SET_SECUREBITS, securebits));
    }

    private static int check(int result) {
        if (result < 0) {
            throw new KernelException(-result, "prctl", "securebits");
        }
        return result;
    }
}
