package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.isolation.Attachment;
import java.util.List;

/// `hako attach`
final class AttachCommand implements Command {
    private static final Option<Boolean> NO_STDIN =
            Option.flag("--no-stdin", "Leave its standard input alone");
    static final CommandForm FORM =
            new CommandForm(
                            "attach",
                            "CONTAINER",
                            "Hang on to a running container's input and output",
                            OptionSet.of(NO_STDIN, AttachFlags.SIG_PROXY, AttachFlags.DETACH_KEYS),
                            Order.INTERSPERSED,
                            Count.ONE,
                            List.of(
                                    new Example(
                                            "Go back to a shell; ctrl-p ctrl-q leaves it again",
                                            "hako attach shell"),
                                    new Example(
                                            "Watch a server without touching it",
                                            "hako attach --no-stdin --sig-proxy=false web")))
                    .forContainers(Candidates.Known.LIVE_CONTAINERS);

    private final Engine engine;

    AttachCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        Container container = engine.container(line.arguments().getFirst());
        boolean input = !line.flag(NO_STDIN) && container.config().process().openInput();
        TerminalNeeds.check(input && container.config().process().terminal(), invocation.caller());
        Attachment attachment =
                new Attachment(
                        input,
                        true,
                        true,
                        line.value(AttachFlags.SIG_PROXY).orElse(true),
                        false,
                        AttachFlags.keys(line, container.config().process().terminal()));
        container.attach(invocation.handover().apply(attachment).client(), attachment);
        return new Outcome.HandedOver();
    }
}
