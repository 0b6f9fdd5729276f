package dev.hako.kernel.seccomp;

import java.util.List;

/// What a filter answers for one number.
sealed interface Verdict {
    /// Always the same.
    record Always(SeccompAction action) implements Verdict {}

    /// The first case that holds, else another answer.
    ///
    /// @param wordBits how much of an argument counts, 32 or 64
    record Depends(List<Case> cases, SeccompAction otherwise, int wordBits) implements Verdict {
        public Depends {
            cases = List.copyOf(cases);
        }
    }

    /// An answer if all tests hold.
    record Case(List<ArgumentTest> tests, SeccompAction action) {
        public Case {
            tests = List.copyOf(tests);
        }
    }
}
