package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.Input;
import dev.hako.app.caller.Output;
import dev.hako.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Asks the user who sits before a terminal.
record Prompt(Caller caller, Output output) {
    private static final int MOST_BYTES = 1024;
    private static final int INTERRUPT = 3;
    private static final int END = 4;
    private static final int BACKSPACE = 8;
    private static final int KILL = 21;
    private static final int DELETE = 127;

    static Prompt of(Invocation invocation) {
        return new Prompt(invocation.caller(), invocation.output());
    }

    /// The first line, or as much of it as an answer may have.
    String line(String question) {
        ask(question);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            InputStream input = caller.input();
            int next = input.read();
            while (next >= 0 && next != '\n' && line.size() < MOST_BYTES) {
                line.write(next);
                next = input.read();
            }
        } catch (IOException e) {
            throw failure(e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /// A line that is not shown while it is typed; empty if the user thinks better of it.
    String secret(String question) {
        try {
            // First: whoever sees the question may type at once.
            hide(true);
            try {
                ask(question);
                return typed(caller.input());
            } finally {
                hide(false);
                output.print("\n");
                output.flush();
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void ask(String question) {
        output.print(question);
        output.flush();
    }

    private void hide(boolean hidden) throws IOException {
        if (caller.input() instanceof Input input) {
            input.hide(hidden);
        }
    }

    /// The terminal does nothing by itself now: what it does to a line otherwise is done here
    /// (termios(3), `VINTR`, `VEOF`, `VERASE`, `VKILL`).
    private static String typed(InputStream input) throws IOException {
        byte[] line = new byte[0];
        while (line.length < MOST_BYTES) {
            int next = input.read();
            switch (next) {
                case -1, '\r', '\n', END -> {
                    return new String(line, StandardCharsets.UTF_8);
                }
                case INTERRUPT -> {
                    return "";
                }
                case BACKSPACE, DELETE -> line = withoutLast(line);
                case KILL -> line = new byte[0];
                default -> {
                    line = Arrays.copyOf(line, line.length + 1);
                    line[line.length - 1] = (byte) next;
                }
            }
        }
        throw Failure.invalid("cannot read the answer: more than " + MOST_BYTES + " bytes");
    }

    /// A letter may have several bytes: those that follow the first begin with the bits 10.
    private static byte[] withoutLast(byte[] line) {
        int end = Math.max(0, line.length - 1);
        while (end > 0 && (line[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(line, end);
    }

    private static Failure failure(IOException e) {
        return Failure.of(Failure.Kind.CANCELLED, "cannot read the answer: " + e.getMessage(), e);
    }
}
