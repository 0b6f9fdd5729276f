package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.plan.Argument.Data;
import java.util.List;

/// Signals as a program expects them (signal(7)): the launcher's starters block some and ignore
/// others, and both would be inherited.
final class Signals {
    static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;

    /// All 64 but the two that nobody can change; bit 0 is signal 1.
    private static final long CHANGEABLE = ~(1L << SIGKILL - 1 | 1L << SIGSTOP - 1);

    private static final int SIG_SETMASK = 2;
    private static final int MASK_SIZE = 8;

    private Signals() {}

    static void reset(PlanBuilder plan) {
        plan.doing("reset signals", "");
        Data byDefault = plan.data().place(new Struct(32), "SIG_DFL");
        plan.add(
                new Action.Each(
                        Syscall.RT_SIGACTION,
                        List.of(value(1), byDefault, value(0), value(MASK_SIZE), value(0)),
                        0,
                        CHANGEABLE));
        Data none = new Data(byDefault.offset(), "none");
        plan.call(Syscall.RT_SIGPROCMASK, value(SIG_SETMASK), none, value(0), value(MASK_SIZE));
    }
}
