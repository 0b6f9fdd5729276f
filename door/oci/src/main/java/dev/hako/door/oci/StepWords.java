package dev.hako.door.oci;

import dev.hako.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// What a plan's steps are for, as the command reads it when one fails.
final class StepWords {
    private StepWords() {}

    /// For each run of steps that are for the same: the number of the first, four bytes, and what
    /// they are for, with a zero byte at the end.
    static byte[] of(Plan plan) {
        var out = new ByteArrayOutputStream(plan.steps().size() * 16);
        String before = "";
        for (int step = 0; step < plan.steps().size(); step++) {
            String words = plan.describe(step);
            if (!words.equals(before)) {
                byte[] number =
                        ByteBuffer.allocate(Integer.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt(step)
                                .array();
                out.writeBytes(number);
                out.writeBytes(words.replace('\0', ' ').getBytes(StandardCharsets.UTF_8));
                out.write(0);
                before = words;
            }
        }
        return out.toByteArray();
    }
}
