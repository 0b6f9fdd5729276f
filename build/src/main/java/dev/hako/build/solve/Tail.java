package dev.hako.build.solve;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Remembers the last lines that a program writes, and tells a vertex of all of them.
final class Tail {
    private static final int MOST_LINES = 20;
    private static final int MOST_CHARACTERS = 1 << 10;

    private final BuildListener.Vertex vertex;
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder open = new StringBuilder();

    Tail(BuildListener.Vertex vertex) {
        this.vertex = vertex;
    }

    /// Takes output.
    OutputStream stream(boolean error) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                vertex.output(bytes, offset, length, error);
                take(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        };
    }

    private synchronized void take(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                end();
            } else if (open.length() < MOST_CHARACTERS) {
                open.append(c);
            }
        }
    }

    private void end() {
        lines.addLast(open.toString());
        open.setLength(0);
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
    }

    synchronized List<String> lines() {
        if (!open.isEmpty()) {
            end();
        }
        return List.copyOf(lines);
    }
}
