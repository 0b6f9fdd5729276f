package dev.hako.kernel.seccomp;

import java.util.Optional;

/// How a rule compares an argument, unsigned: `SCMP_CMP_…` of the OCI runtime specification.
public enum Comparison {
    NE,
    LT,
    LE,
    EQ,
    GE,
    GT,
    MASKED_EQ;

    private static final String PREFIX = "SCMP_CMP_";

    /// Reads the name an OCI profile uses.
    public static Optional<Comparison> parse(String name) {
        for (Comparison comparison : values()) {
            if (name.equals(PREFIX + comparison.name())) {
                return Optional.of(comparison);
            }
        }
        return Optional.empty();
    }
}
