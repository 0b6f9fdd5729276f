package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

/// The execution domain of a thread and of what it spawns: personality(2).
public final class Personality {
    public static final int PER_LINUX = 0;
    public static final int PER_LINUX32 = 8;
    public static final int ADDR_NO_RANDOMIZE = 0x0040000;

    private static final int QUERY = 0xffffffff;

    private Personality() {}

    /// This thread's.
    public static int current() {
        return check(ProcessCalls.personality(QUERY), "personality");
    }

    /// Sets this thread's.
    public static void set(int persona) {
        check(ProcessCalls.personality(persona), "personality");
    }
}
