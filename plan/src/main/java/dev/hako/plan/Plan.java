package dev.hako.plan;

import dev.hako.kernel.Arch;
import java.util.Arrays;
import java.util.List;

/// A container start, an exec or a clean-up as data: what `launcher/include/plan.h` describes.
///
/// @param arch the machine it is for
/// @param steps in their order
/// @param data what arguments point to; ends with a zero byte, a multiple of 8 bytes long
/// @param relocations ascending offsets of the pointers in the data
/// @param cleanup index of the first step that runs after the end; the number of steps if none does
/// @param notes what was asked for and left out as the specification allows, a sentence each
public record Plan(
        Arch arch,
        List<Step> steps,
        byte[] data,
        int[] relocations,
        int cleanup,
        List<String> notes) {
    public Plan {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /// The plan as the launcher reads it.
    public byte[] encode() {
        return PlanEncoder.encode(this);
    }

    /// What a step is for, for messages: `mount proc on "/proc"`.
    public String describe(int step) {
        return steps.get(step).intent().toString();
    }

    /// All steps, one a line, for people.
    public String listing() {
        return Listing.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plan that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }

    @Override
    public String toString() {
        return listing();
    }
}
