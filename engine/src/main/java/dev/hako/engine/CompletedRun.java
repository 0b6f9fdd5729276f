package dev.hako.engine;

import dev.hako.isolation.ExitStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A program that was run to its end, and what it wrote.
public record CompletedRun(ExitStatus exit, byte[] outputBytes, byte[] errorBytes) {
    /// The most that is kept of each stream.
    public static final int MAX_BYTES = 64 << 20;

    /// Standard output as UTF-8 text.
    public String output() {
        return new String(outputBytes, StandardCharsets.UTF_8);
    }

    /// Standard error as UTF-8 text.
    public String error() {
        return new String(errorBytes, StandardCharsets.UTF_8);
    }

    /// The exit code, as a shell counts.
    public int code() {
        return exit.code();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompletedRun that
                && exit.equals(that.exit)
                && Arrays.equals(outputBytes, that.outputBytes)
                && Arrays.equals(errorBytes, that.errorBytes);
    }

    @Override
    public int hashCode() {
        return 31 * exit.hashCode() + Arrays.hashCode(outputBytes);
    }

    @Override
    public String toString() {
        return "exit " + code() + ", " + outputBytes.length + " + " + errorBytes.length + " bytes";
    }
}
