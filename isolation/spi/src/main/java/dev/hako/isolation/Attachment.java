package dev.hako.isolation;

import java.util.Arrays;

/// How a client hangs on to a task.
///
/// @param input whether its standard input goes to the task
/// @param output whether it gets the task's standard output
/// @param error whether it gets the task's standard error
/// @param signals whether it forwards its signals (Docker's `--sig-proxy`)
/// @param lossless whether a slow client holds the task back, as a pipe would; otherwise it is cut
///   off when it cannot keep up
/// @param detachKeys the bytes that detach it; at most 16, empty for none
@SuppressWarnings("ArrayRecordComponent") // copied, and compared by its content
public record Attachment(
        boolean input,
        boolean output,
        boolean error,
        boolean signals,
        boolean lossless,
        byte[] detachKeys) {
    public static final int MAX_DETACH_KEYS = 16;

    public Attachment {
        if (detachKeys.length > MAX_DETACH_KEYS) {
            throw new IllegalArgumentException("more than 16 detach keys");
        }
        detachKeys = detachKeys.clone();
    }

    @Override
    public byte[] detachKeys() {
        return detachKeys.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attachment that
                && input == that.input
                && output == that.output
                && error == that.error
                && signals == that.signals
                && lossless == that.lossless
                && Arrays.equals(detachKeys, that.detachKeys);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(detachKeys);
    }
}
