package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.container.EnvironmentFlags;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.ExecConfig;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import java.util.List;
import java.util.Optional;

/// `hako exec`
final class ExecCommand implements Command {
    private static final int NOT_STARTED = 126;
    private static final int NOT_FOUND = 127;
    private static final Option<Boolean> DETACH = Option.flag("-d, --detach", "Leave it running");
    private static final Option<Boolean> INTERACTIVE =
            Option.flag("-i, --interactive", "Keep standard input open");
    private static final Option<Boolean> TERMINAL =
            Option.flag("-t, --tty", "Give the program a terminal");
    private static final Option<String> USER =
            Option.text("-u, --user", "USER[:GROUP]", "Name or id to run as");
    private static final Option<String> WORKDIR =
            Option.text("-w, --workdir", "DIR", "Directory the program starts in");
    private static final Option<Boolean> PRIVILEGED =
            Option.flag("--privileged", "Give every capability");
    private static final List<Option<?>> OWN =
            List.of(
                    DETACH,
                    INTERACTIVE,
                    TERMINAL,
                    USER,
                    WORKDIR,
                    PRIVILEGED,
                    AttachFlags.DETACH_KEYS);
    static final CommandForm FORM =
            new CommandForm(
                            "exec",
                            "CONTAINER COMMAND [ARG...]",
                            "Run another program in a running container",
                            OptionSet.of(List.of(EnvironmentFlags.ALL), OWN),
                            Order.OPTIONS_FIRST,
                            Count.atLeast(2),
                            List.of(
                                    new Example(
                                            "Look around in a container", "hako exec -it web sh"),
                                    new Example("Ask it something", "hako exec web ps aux")))
                    .forContainers(Candidates.Known.LIVE_CONTAINERS);

    private final Engine engine;

    ExecCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    /// A program that is not there, or cannot be run as asked, has a shell's codes.
    @Override
    public int exitCode(Failure failure) {
        return switch (failure.kind()) {
            case NO_EXECUTABLE -> NOT_FOUND;
            case NOT_EXECUTABLE, INVALID, DENIED -> NOT_STARTED;
            default -> 1;
        };
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        Container container = engine.container(line.arguments().getFirst());
        ExecConfig config = config(invocation);
        if (line.flag(DETACH)) {
            container.exec(config, Optional.empty());
            return Outcome.DONE;
        }
        TerminalNeeds.check(config.terminal() && config.openInput(), invocation.caller());
        Attachment attachment =
                new Attachment(
                        config.openInput(),
                        true,
                        true,
                        false,
                        true,
                        AttachFlags.keys(line, config.terminal()));
        container.exec(config, Optional.of(invocation.handover().apply(attachment)));
        return new Outcome.HandedOver();
    }

    private static ExecConfig config(Invocation invocation) {
        ParsedLine line = invocation.line();
        List<String> words = line.arguments();
        return new ExecConfig(
                words.subList(1, words.size()),
                line.flag(TERMINAL),
                invocation.caller().terminal().size(),
                line.flag(INTERACTIVE),
                EnvironmentFlags.read(line, invocation.caller()),
                line.value(USER),
                line.value(WORKDIR),
                line.flag(PRIVILEGED));
    }
}
