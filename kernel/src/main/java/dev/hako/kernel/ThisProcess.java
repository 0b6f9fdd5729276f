package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// What this process is and may be told about itself: credentials(7), prctl(2), umask(2).
public final class ThisProcess {
    static final int PR_SET_PDEATHSIG = 1;
    static final int PR_GET_DUMPABLE = 3;
    static final int PR_SET_DUMPABLE = 4;
    static final int PR_SET_CHILD_SUBREAPER = 36;
    static final int PR_SET_NO_NEW_PRIVS = 38;

    private static final int NGROUPS_MAX = 65536;

    private ThisProcess() {}

    public static int pid() {
        return ProcessCalls.getpid();
    }

    public static int parentPid() {
        return ProcessCalls.getppid();
    }

    /// The kernel's number of the thread that runs this, the carrier's on a virtual thread.
    public static int threadId() {
        return ProcessCalls.gettid();
    }

    public static int uid() {
        return ProcessCalls.getuid();
    }

    public static int effectiveUid() {
        return ProcessCalls.geteuid();
    }

    public static int gid() {
        return ProcessCalls.getgid();
    }

    public static int effectiveGid() {
        return ProcessCalls.getegid();
    }

    /// The supplementary groups.
    public static List<Integer> groups() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(JAVA_INT, NGROUPS_MAX);
            int count = check(ProcessCalls.getgroups(NGROUPS_MAX, list), "getgroups");
            int[] groups = list.asSlice(0, count * JAVA_INT.byteSize()).toArray(JAVA_INT);
            return Arrays.stream(groups).boxed().toList();
        }
    }

    /// Sets the permission bits new files do not get, for the whole JVM.
    ///
    /// @return the mask before
    public static int umask(int mask) {
        return ProcessCalls.umask(mask);
    }

    /// Makes this process the new parent of its orphaned descendants, which it must then reap.
    public static void childSubreaper(boolean on) {
        check(ProcessCalls.prctl(PR_SET_CHILD_SUBREAPER, on ? 1 : 0), "prctl");
    }

    /// Whether the process may be traced and its `/proc` files belong to its user.
    public static void dumpable(boolean on) {
        check(ProcessCalls.prctl(PR_SET_DUMPABLE, on ? 1 : 0), "prctl");
    }

    /// Whether the process may be traced by others of its user.
    public static boolean dumpable() {
        return check(ProcessCalls.prctl(PR_GET_DUMPABLE, 0), "prctl") == 1;
    }

    /// Asks for a signal when the parent *thread* that made this process ends.
    public static void parentDeathSignal(Signal signal) {
        check(ProcessCalls.prctl(PR_SET_PDEATHSIG, signal.number()), "prctl");
    }

    /// Makes set-id bits and file capabilities without effect for this thread and what it spawns.
    /// Call it on the platform thread that will spawn.
    public static void noNewPrivileges() {
        check(ProcessCalls.prctl(PR_SET_NO_NEW_PRIVS, 1), "prctl");
    }

    /// Sends a signal to a process, or to the group `-pid`.
    ///
    /// @return false if there is none
    public static boolean kill(int pid, Signal signal) {
        int result = ProcessCalls.kill(pid, signal.number());
        if (result == -Errno.ESRCH.number()) {
            return false;
        }
        check(result, "kill", pid);
        return true;
    }
}
