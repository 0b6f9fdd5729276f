package dev.hako.plan;

import dev.hako.kernel.Errno;
import java.util.List;

/// What happens when a step fails (`enum plan_on_error`). An empty list of errors means any.
public sealed interface OnError {
    /// How many errors a step can name.
    int MAX_ERRORS = 4;

    /// Its number in `enum plan_on_error`.
    int code();

    /// What stands beside it in the step: the step it branches to, or milliseconds.
    default int target() {
        return 0;
    }

    /// The errors this is about; with any other the plan fails.
    List<Errno> errors();

    /// The plan fails.
    record Stop() implements OnError {
        @Override
        public int code() {
            return 0;
        }

        static final Stop INSTANCE = new Stop();

        @Override
        public List<Errno> errors() {
            return List.of();
        }
    }

    /// The plan goes on; the result is the negative error number.
    record Tolerate(List<Errno> errors) implements OnError {
        @Override
        public int code() {
            return 1;
        }

        public Tolerate {
            errors = checked(errors);
        }
    }

    /// The plan goes on at a later step; the result is the negative error number.
    record Branch(Label place, List<Errno> errors) implements OnError {
        @Override
        public int code() {
            return 2;
        }

        @Override
        public int target() {
            return place.step();
        }

        public Branch {
            errors = checked(errors);
        }
    }

    /// The step is tried again until it succeeds, or fails after so many milliseconds.
    record Retry(int millis, List<Errno> errors) implements OnError {
        @Override
        public int code() {
            return 3;
        }

        @Override
        public int target() {
            return millis;
        }

        public Retry {
            errors = checked(errors);
        }
    }

    private static List<Errno> checked(List<Errno> errors) {
        if (errors.size() > MAX_ERRORS) {
            throw new IllegalArgumentException("more than four errors: " + errors);
        }
        return List.copyOf(errors);
    }
}
