package dev.hako.kernel.seccomp;

/// A condition on one argument of a call, as an OCI profile writes it.
///
/// @param index which argument, 0 to 5
/// @param value what to compare with; the mask of [Comparison#MASKED_EQ]
/// @param valueTwo what the masked argument is compared with; else without meaning
public record ArgumentTest(int index, Comparison comparison, long value, long valueTwo) {
    public ArgumentTest {
        if (index < 0 || index > 5) {
            throw new IllegalArgumentException("a system call has no argument " + index);
        }
    }

    /// Whether it says nothing, because its mask leaves no bit of what counts.
    boolean holdsAlways(int wordBits) {
        long mask = wordBits == 64 ? value : value & 0xffffffffL;
        return comparison == Comparison.MASKED_EQ && mask == 0;
    }
}
