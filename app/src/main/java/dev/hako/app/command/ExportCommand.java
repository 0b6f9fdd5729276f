package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import dev.hako.image.archive.FdOutput;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.util.List;
import java.util.Optional;

/// `hako export`
final class ExportCommand implements Command {
    private static final int NEW_FILE = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL;
    private static final Option<String> OUTPUT =
            Option.text("-o, --output", "FILE", "Write to a file instead of standard output");
    static final CommandForm FORM =
            new CommandForm(
                    "export",
                    "CONTAINER",
                    "Write all files of a container to a tar archive",
                    OptionSet.of(OUTPUT),
                    Order.INTERSPERSED,
                    Count.ONE,
                    List.of(
                            new Example("To a file", "hako export -o web.tar web"),
                            new Example("To a directory", "hako export web | tar -x -C root")));

    private final Engine engine;

    ExportCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        Container container = engine.container(invocation.line().arguments().getFirst());
        Optional<String> file = invocation.line().value(OUTPUT);
        try {
            if (file.isPresent()) {
                write(container, file.get(), invocation.caller());
            } else if (invocation.caller().terminal().output()) {
                throw Failure.invalid("refusing to write an archive to a terminal")
                        .hint("name a file with -o, or redirect the output");
            } else {
                engine.files(container).export(invocation.output().stream());
            }
        } catch (Failure e) {
            throw e.during("cannot export container \"" + container.name() + "\"");
        }
        return Outcome.DONE;
    }

    /// The file has its name only once it is whole.
    private void write(Container container, String file, Caller caller)
            throws InterruptedException {
        Fd directory = caller.directory().descriptor();
        NativePath name = NativePath.of(file);
        NativePath partial = NativePath.of(file + ".partial-" + container.id().substring(0, 12));
        try (Fd made = Open.openat(directory, partial, NEW_FILE, 0666 & ~caller.umask())) {
            try {
                engine.files(container).export(new FdOutput(made));
                Names.renameat(directory, partial, directory, name);
            } catch (RuntimeException | InterruptedException e) {
                Names.unlinkat(directory, partial);
                throw e;
            }
        }
    }
}
