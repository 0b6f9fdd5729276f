package dev.hako.plan;

import dev.hako.plan.Argument.Register;

/// Which registers are in use where a plan is being made.
///
/// After a clone the two processes have registers of their own: what one takes from there on is
/// free for the other, so [#used] is kept at the clone and given back to [#restore] where the
/// other's steps begin.
final class Registers {
    private long used;

    /// The first free one.
    ///
    /// @throws IllegalStateException when all are in use
    Register take(String name) {
        int index = Long.numberOfTrailingZeros(~used);
        if (index >= Register.COUNT) {
            throw new IllegalStateException("no register is left for " + name);
        }
        used |= 1L << index;
        return new Register(index, name);
    }

    void release(Register register) {
        used &= ~(1L << register.index());
    }

    boolean isShort(int reserve) {
        return Register.COUNT - Long.bitCount(used) <= reserve;
    }

    long used() {
        return used;
    }

    void restore(long earlier) {
        used = earlier;
    }
}
