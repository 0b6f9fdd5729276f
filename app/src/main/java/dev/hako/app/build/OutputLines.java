package dev.hako.app.build;

import dev.hako.engine.config.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Parts what a program writes into lines that can be shown.
final class OutputLines {
    private static final int LONGEST = 1 << 14;

    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private final Consumer<String> lines;

    OutputLines(Consumer<String> lines) {
        this.lines = lines;
    }

    void take(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n' || open.size() == LONGEST) {
                end();
            }
            if (bytes[i] != '\n') {
                open.write(bytes[i]);
            }
        }
    }

    /// The line that has no end, if there is one.
    void finish() {
        if (open.size() > 0) {
            end();
        }
    }

    /// Of what was written over itself, only the last is shown.
    private void end() {
        String line = open.toString(StandardCharsets.UTF_8);
        open.reset();
        String whole = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        lines.accept(Printable.whole(whole.substring(whole.lastIndexOf('\r') + 1)));
    }
}
