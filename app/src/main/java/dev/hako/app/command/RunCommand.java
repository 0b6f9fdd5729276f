package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.UsageException;
import dev.hako.app.container.ContainerFlags;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.StartExitCode;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import java.util.ArrayList;
import java.util.List;

/// `hako run`
final class RunCommand implements Command {
    private static final Option<Boolean> DETACH =
            Option.flag("-d, --detach", "Leave it running, and print its id");
    static final CommandForm FORM =
            new CommandForm(
                    "run",
                    "IMAGE [COMMAND] [ARG...]",
                    "Run a program in a new container",
                    OptionSet.of(ContainerFlags.GROUPS, ownOptions()),
                    Order.OPTIONS_FIRST,
                    Count.atLeast(1),
                    List.of(
                            new Example(
                                    "Run a program, and remove its container when it ends",
                                    "hako run --rm host ls -l /"),
                            new Example(
                                    "Work in a shell, with one of your directories",
                                    "hako run --rm -it -v ./src:/src -w /src host sh"),
                            new Example(
                                    "Leave a server running with at most 512 MiB and half a processor",
                                    "hako run -d --name web -m 512m --cpus 0.5 host python3 -m"
                                            + " http.server")));

    private final Engine engine;

    RunCommand(Engine engine) {
        this.engine = engine;
    }

    private static List<Option<?>> ownOptions() {
        List<Option<?>> own = new ArrayList<>(AttachFlags.ALL);
        own.add(DETACH);
        own.add(CidFile.OPTION);
        own.addAll(ImageFlags.ALL);
        return own;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public int exitCode(Failure failure) {
        return StartExitCode.of(failure);
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        boolean detach = line.flag(DETACH);
        AttachFlags attach = AttachFlags.read(line);
        if (detach && attach.given()) {
            throw UsageException.of("--attach and --detach cannot be given together");
        }
        if (!detach && attach.input(line)) {
            TerminalNeeds.check(ContainerFlags.terminal(line), invocation.caller());
        }
        Attachment attachment = attach.toAttachment(line);
        ContainerConfig config = ContainerFlags.read(line, invocation.caller(), !detach);
        Container container = NewContainer.create(engine, invocation, config);
        if (detach) {
            // A container that does not start is there nevertheless, and must be found to be
            // removed.
            invocation.output().println(container.id());
            container.start();
            return Outcome.DONE;
        }
        container.start(invocation.handover().apply(attachment));
        return new Outcome.HandedOver();
    }
}
