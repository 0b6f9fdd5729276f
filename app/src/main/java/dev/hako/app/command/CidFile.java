package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.engine.Container;
import dev.hako.failure.Failure;
import java.util.Optional;

/// The file that a new container's id is written to.
final class CidFile {
    static final Option<String> OPTION =
            Option.text("--cidfile", "FILE", "Write the container's id to a new file");

    private CidFile() {}

    /// A container whose id cannot be written is removed again.
    static void write(ParsedLine line, Caller caller, Container container) {
        Optional<String> file = line.value(OPTION);
        if (file.isEmpty()) {
            return;
        }
        try {
            caller.directory().create(file.get(), container.id(), caller.umask());
        } catch (Failure e) {
            container.remove(false);
            throw e;
        }
    }
}
