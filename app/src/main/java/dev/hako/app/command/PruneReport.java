package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.app.value.Size;
import dev.hako.engine.Reclaimed;

/// What a prune says it has removed, in Docker's words.
final class PruneReport {
    private final Output output;
    private long bytes;

    PruneReport(Output output) {
        this.output = output;
    }

    /// @param what `Containers`, `Volumes`
    PruneReport add(String what, Reclaimed reclaimed) {
        bytes += reclaimed.bytes();
        if (!reclaimed.names().isEmpty()) {
            output.println("Deleted " + what + ":");
            reclaimed.names().forEach(output::println);
            output.println("");
        }
        return this;
    }

    void finish() {
        output.println("Total reclaimed space: " + Size.decimal(bytes));
    }
}
