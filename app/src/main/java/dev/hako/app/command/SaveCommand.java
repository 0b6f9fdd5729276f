package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.NewFile;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `hako save`
final class SaveCommand implements Command {
    private static final Option<String> OUTPUT =
            Option.text("-o, --output", "FILE", "Write to a file instead of standard output");
    static final CommandForm FORM =
            new CommandForm(
                            "save",
                            "IMAGE [IMAGE...]",
                            "Write images to a tar archive that docker, podman and skopeo read",
                            OptionSet.of(OUTPUT),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example("To a file", "hako save -o shop.tar shop:3"),
                                    new Example(
                                            "To another machine",
                                            "hako save shop:3 | ssh example.com hako load")))
                    .offering(List.of(Candidates.Known.STORED_IMAGES));

    private final Engine engine;

    SaveCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        List<String> names = invocation.line().arguments();
        Optional<String> file = invocation.line().value(OUTPUT);
        Caller caller = invocation.caller();
        try {
            if (file.isPresent()) {
                NewFile.write(
                        caller, file.get(), out -> engine.images().archives().save(names, out));
            } else if (caller.terminal().output()) {
                throw Failure.invalid("refusing to write an archive to a terminal")
                        .hint("name a file with -o, or redirect the output");
            } else {
                engine.images().archives().save(names, invocation.output().stream());
            }
            return Outcome.DONE;
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE, "cannot write the archive: " + e.getMessage(), e);
        }
    }
}
