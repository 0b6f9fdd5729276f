package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.app.value.Size;
import dev.hako.engine.Reclaimed;
import dev.hako.engine.library.ImageRemoval.Removed;
import java.util.ArrayList;
import java.util.List;

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

    /// What takes no room that is worth telling.
    PruneReport add(String what, List<String> names) {
        return add(what, new Reclaimed(names, 0));
    }

    /// Images, with the names that they lost.
    PruneReport add(Removed removed) {
        List<String> lines = new ArrayList<>();
        removed.untagged().forEach(name -> lines.add("untagged: " + name));
        removed.deleted().forEach(id -> lines.add("deleted: " + id));
        return add("Images", new Reclaimed(lines, removed.bytes()));
    }

    void finish() {
        output.println("Total reclaimed space: " + Size.decimal(bytes));
    }
}
