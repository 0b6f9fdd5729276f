package dev.hako.app.build;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.Output;
import dev.hako.build.solve.BuildListener;
import dev.hako.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Shows how a build goes on, on standard error. Closing it leaves the last state on the screen.
public interface BuildView extends BuildListener, AutoCloseable {
    @Override
    void close();

    /// How it is shown.
    enum Manner {
        AUTO,
        PLAIN,
        TTY,
        QUIET;

        /// Reads the value of `--progress`.
        public static Manner parse(String text) {
            return switch (text) {
                case "auto" -> AUTO;
                case "plain" -> PLAIN;
                case "tty" -> TTY;
                case "quiet" -> QUIET;
                default -> throw Failure.invalid("it is none of auto, plain, quiet and tty");
            };
        }
    }

    /// A view for the caller's terminal, or for none.
    ///
    /// @param silent whether nothing is to be shown any more
    static BuildView of(Manner manner, Caller caller, Output output, BooleanSupplier silent) {
        Consumer<String> lines =
                text -> {
                    if (!silent.getAsBoolean()) {
                        output.write(text.getBytes(StandardCharsets.UTF_8), true);
                        output.flush();
                    }
                };
        boolean terminal = caller.terminal().error();
        return switch (manner) {
            case QUIET -> new QuietView();
            case PLAIN -> new PlainView(lines);
            case TTY -> new TerminalView(lines, caller.terminal().size());
            case AUTO ->
                    terminal
                            ? new TerminalView(lines, caller.terminal().size())
                            : new PlainView(lines);
        };
    }
}
