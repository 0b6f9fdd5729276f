package dev.hako.app.progress;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.Output;
import dev.hako.image.transfer.TransferListener;
import java.nio.charset.StandardCharsets;

/// Shows how a transfer goes on. Closing it leaves the last state on the screen.
public interface Progress extends TransferListener, AutoCloseable {
    @Override
    void close();

    /// What suits the caller's terminal, or that there is none.
    ///
    /// @param error whether it is shown on standard error rather than on standard output
    static Progress of(Caller caller, Output output, Vocabulary words, boolean error) {
        Caller.Terminal terminal = caller.terminal();
        Lines lines =
                text -> {
                    output.write(text.getBytes(StandardCharsets.UTF_8), error);
                    output.flush();
                };
        boolean drawn = error ? terminal.error() : terminal.output();
        return drawn
                ? new BarProgress(words, lines, terminal.size())
                : new PlainProgress(words, lines);
    }

    /// Where text is shown.
    interface Lines {
        void show(String text);
    }
}
