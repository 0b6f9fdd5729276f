package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.plan.Argument.Data;

/// Signals as a program expects them (signal(7)): the launcher's starters block some and ignore
/// others, and both would be inherited.
final class Signals {
    private static final int LAST = 64;
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;
    private static final int SIG_SETMASK = 2;
    private static final int MASK_SIZE = 8;

    private Signals() {}

    static void reset(PlanBuilder plan) {
        plan.doing("reset signals", "");
        Data byDefault = plan.data().place(new Struct(32), "SIG_DFL");
        for (int signal = 1; signal <= LAST; signal++) {
            if (signal != SIGKILL && signal != SIGSTOP) {
                plan.call(
                        Syscall.RT_SIGACTION, value(signal), byDefault, value(0), value(MASK_SIZE));
            }
        }
        Data none = new Data(byDefault.offset(), "none");
        plan.call(Syscall.RT_SIGPROCMASK, value(SIG_SETMASK), none, value(0), value(MASK_SIZE));
    }
}
