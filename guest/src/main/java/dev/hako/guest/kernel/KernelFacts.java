package dev.hako.guest.kernel;

import java.time.Instant;

/// What is known of a kernel besides its program.
///
/// @param version as `uname -r` says it in the guest, such as `7.2.13-hako`
/// @param machine what its programs are made for, as `uname -m` says it
/// @param source what it was made from, for people: `linux-source-7.2 7.2.13-1`
/// @param compiler the first line of what the compiler says of itself
/// @param createdAt when it was made, to the second
/// @param steps how many files were made for it: what the next build takes as its length
public record KernelFacts(
        String version,
        String machine,
        String source,
        String compiler,
        Instant createdAt,
        int steps) {
    private static final int LONGEST = 400;

    /// Refuses what no build of ours says: control characters, and what is too long for a line.
    public KernelFacts {
        require("version", version);
        require("machine", machine);
        require("source", source);
        require("compiler", compiler);
        if (steps < 0) {
            throw new IllegalArgumentException("steps: " + steps);
        }
    }

    private static void require(String name, String text) {
        boolean printable = text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
        if (text.isBlank() || text.length() > LONGEST || !printable) {
            throw new IllegalArgumentException(name + " is no line of text");
        }
    }
}
