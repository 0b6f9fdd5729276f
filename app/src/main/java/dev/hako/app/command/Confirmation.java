package dev.hako.app.command;

import dev.hako.app.cli.Option;
import dev.hako.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Asks before something is removed for good.
final class Confirmation {
    /// Answers the question beforehand.
    static final Option<Boolean> FORCE = Option.flag("-f, --force", "Do not ask first");

    private static final int MOST_BYTES = 1024;

    private Confirmation() {}

    /// Whether the user wants it.
    ///
    /// @param warning what will be removed
    static boolean given(Invocation invocation, String warning) {
        if (invocation.line().flag(FORCE)) {
            return true;
        }
        invocation.output().print(warning + "\nAre you sure you want to continue? [y/N] ");
        invocation.output().flush();
        return answer(invocation.caller().input()).strip().equalsIgnoreCase("y");
    }

    /// The first line, or as much of it as an answer may have.
    private static String answer(InputStream input) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int next = input.read();
            while (next >= 0 && next != '\n' && line.size() < MOST_BYTES) {
                line.write(next);
                next = input.read();
            }
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.CANCELLED, "cannot read the answer: " + e.getMessage(), e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
