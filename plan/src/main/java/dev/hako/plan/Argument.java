package dev.hako.plan;

/// What a step hands to a system call or verb.
public sealed interface Argument {
    /// A number.
    ///
    /// @param value as the call takes it; signed and unsigned are the same bits
    record Immediate(long value) implements Argument {
        private static final Immediate[] SMALL = new Immediate[256];

        static {
            for (int i = 0; i < SMALL.length; i++) {
                SMALL[i] = new Immediate(i);
            }
        }

        @Override
        public String toString() {
            return value >= -255 && value < 1024
                    ? Long.toString(value)
                    : "0x" + Long.toHexString(value);
        }
    }

    /// The address of something in the plan's data.
    ///
    /// @param offset in the data, bytes
    /// @param shown what listings show for it, by its `toString`
    record Data(int offset, Object shown) implements Argument {
        @Override
        public String toString() {
            return shown.toString();
        }
    }

    /// The value of a register.
    ///
    /// @param index below [#COUNT], or 255 for none
    /// @param name for listings
    record Register(int index, String name) implements Argument {
        /// `PLAN_REGISTERS`.
        public static final int COUNT = 64;

        /// `PLAN_NONE`: a result nobody wants, or a descriptor that is not there.
        public static final Register NONE = new Register(0xff, "none");

        /// Whether there is a register at all.
        public boolean exists() {
            return index != NONE.index;
        }

        @Override
        public String toString() {
            return "$" + name;
        }
    }

    /// A number as an argument.
    static Immediate value(long number) {
        return number >= 0 && number < Immediate.SMALL.length
                ? Immediate.SMALL[(int) number]
                : new Immediate(number);
    }
}
