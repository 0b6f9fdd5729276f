package dev.hako.plan;

import dev.hako.plan.Argument.Data;
import java.util.List;

/// Programs that a plan runs to their end (`struct plan_spawn`).
final class Programs {
    private static final int SIZE = 40;

    private Programs() {}

    /// @param input what the program reads on standard input
    static void spawn(
            PlanBuilder plan, Data path, Data argv, List<String> env, Input input, int millis) {
        Struct struct = new Struct(SIZE).pointer(0, path).pointer(8, argv);
        struct.pointer(16, plan.data().texts(env, "envp" + env));
        if (input.size() > 0) {
            struct.pointer(24, input.bytes()).u32(32, input.size());
        }
        struct.u32(36, millis);
        plan.add(new Action.Spawn(plan.data().place(struct, path.shown() + " " + argv.shown())));
    }

    /// Bytes for a program's standard input.
    record Input(Data bytes, int size) {
        static final Input NOTHING = new Input(new Data(0, ""), 0);
    }
}
