package dev.hako.door.streaming.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sizes that a client's terminal has had: the last one waits for whoever wants to know.
public final class TerminalSizes {
    private @Nullable TerminalSize last;
    private @Nullable Consumer<TerminalSize> listener;

    /// Tells of the last size at once, if there was one, and of all later ones, one at a time.
    public synchronized void listen(Consumer<TerminalSize> to) {
        listener = to;
        if (last != null) {
            to.accept(last);
        }
    }

    synchronized void tell(TerminalSize size) {
        last = size;
        if (listener != null) {
            listener.accept(size);
        }
    }
}
