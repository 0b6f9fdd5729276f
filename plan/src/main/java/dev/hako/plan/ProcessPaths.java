package dev.hako.plan;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.nio.charset.StandardCharsets;

/// Names in procfs of a process whose id is known only when the plan runs: the id is written over
/// ten slashes, as `/proc/1234////////uid_map`.
final class ProcessPaths {
    private static final String PREFIX = "/proc/";
    private static final int DIGITS = 10;

    private ProcessPaths() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// How many bytes a text has for the kernel.
    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// A path that [Action.Decimal] steps added here complete.
    static Data of(PlanBuilder plan, Register pid, String file) {
        byte[] path = ascii(PREFIX + "/".repeat(DIGITS + 1) + file);
        Struct struct = new Struct((path.length + 8) & ~7).bytes(0, path);
        Data data = plan.data().place(struct, new DataSection.Quoted("/proc/PID/" + file));
        Data digits = new Data(data.offset() + PREFIX.length(), "PID");
        plan.add(new Action.Decimal(digits, pid, DIGITS, '/'));
        return data;
    }
}
