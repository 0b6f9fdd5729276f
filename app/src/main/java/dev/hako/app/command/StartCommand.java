package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.UsageException;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.engine.StartExitCode;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import java.util.List;

/// `hako start`
final class StartCommand implements Command {
    private static final Option<Boolean> ATTACH =
            Option.flag("-a, --attach", "Attach its output, and pass your signals on");
    private static final Option<Boolean> INTERACTIVE =
            Option.flag("-i, --interactive", "Attach its standard input, too");
    static final CommandForm FORM =
            new CommandForm(
                            "start",
                            "CONTAINER [CONTAINER...]",
                            "Start containers that are not running",
                            OptionSet.of(
                                    ATTACH,
                                    INTERACTIVE,
                                    AttachFlags.SIG_PROXY,
                                    AttachFlags.DETACH_KEYS),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example("Run a container again", "hako start web"),
                                    new Example("Run it, and see its output", "hako start -a job")))
                    .forContainers(Candidates.Known.IDLE_CONTAINERS);

    private final Engine engine;

    StartCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public int exitCode(Failure failure) {
        int code = StartExitCode.of(failure);
        return code == CommandRunner.TROUBLE ? 1 : code;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        ParsedLine line = invocation.line();
        boolean input = line.flag(INTERACTIVE);
        if (!line.flag(ATTACH) && !input) {
            return Each.containers(engine, invocation.output())
                    .echo(line.arguments(), StartCommand::start);
        }
        if (line.arguments().size() > 1) {
            throw UsageException.of("only one container at a time can be attached");
        }
        Container container = engine.container(line.arguments().getFirst());
        Attachment attachment =
                attachment(line, container, input && container.config().process().openInput());
        TerminalNeeds.check(
                attachment.input() && container.config().process().terminal(), invocation.caller());
        container.start(invocation.handover().apply(attachment));
        return new Outcome.HandedOver();
    }

    /// One that runs already is as it was asked to be.
    private static void start(Container container) {
        if (!(container.state() instanceof ContainerState.Running)) {
            container.start();
        }
    }

    private static Attachment attachment(ParsedLine line, Container container, boolean input) {
        return new Attachment(
                input,
                true,
                true,
                line.value(AttachFlags.SIG_PROXY).orElse(true),
                true,
                AttachFlags.keys(line, container.config().process().terminal()));
    }
}
