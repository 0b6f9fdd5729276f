package dev.hako.plan;

import dev.hako.kernel.Errno;
import java.util.List;

/// What happens when a step fails (`enum plan_on_error`). An empty list of errors means any.
public sealed interface OnError {
    /// How many errors a step can name.
    int MAX_ERRORS = 4;

    /// The errors this is about; with any other the plan fails.
    List<Errno> errors();

    /// The plan fails.
    record Stop() implements OnError {
        static final Stop INSTANCE = new Stop();

        @Override
        public List<Errno> errors() {
            return List.of();
        }
    }

    /// The plan goes on; the result is the negative error number.
    record Tolerate(List<Errno> errors) implements OnError {
        public Tolerate {
            errors = checked(errors);
        }
    }

    /// The plan goes on at a later step; the result is the negative error number.
    record Branch(Label target, List<Errno> errors) implements OnError {
        public Branch {
            errors = checked(errors);
        }
    }

    /// The step is tried again until it succeeds, or fails after so many milliseconds.
    record Retry(int millis, List<Errno> errors) implements OnError {
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
