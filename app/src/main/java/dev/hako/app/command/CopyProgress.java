package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.app.value.Size;
import dev.hako.engine.config.Printable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Says on a terminal how far a copy is, in Docker's words.
final class CopyProgress {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final String ERASE = "\r\033[K";

    private final String what;
    private final boolean shown;
    private final Output output;
    private long nextNanos = System.nanoTime() + PAUSE_NANOS;
    private boolean begun;

    CopyProgress(String what, boolean shown, Output output) {
        this.what = what;
        this.shown = shown;
        this.output = output;
    }

    /// So many bytes have been copied.
    void at(long bytes) {
        long now = System.nanoTime();
        if (shown && now - nextNanos > 0) {
            nextNanos = now + PAUSE_NANOS;
            begun = true;
            write(ERASE + what + " - " + Size.decimal(bytes));
            output.flush();
        }
    }

    /// The copy is complete.
    void done(long bytes, String target) {
        if (shown) {
            String sentence = "Successfully copied " + Size.decimal(bytes) + " to ";
            write((begun ? ERASE : "") + sentence + Printable.of(target) + "\n");
        }
    }

    /// Nothing more is copied, and nothing of it stays on the screen.
    void end() {
        if (begun) {
            write(ERASE);
            output.flush();
        }
    }

    private void write(String text) {
        output.write(text.getBytes(StandardCharsets.UTF_8), true);
    }
}
