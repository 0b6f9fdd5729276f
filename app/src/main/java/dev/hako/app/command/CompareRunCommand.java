package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako compare run`, which is in a JVM of its own as `hako compare` is, and asks the engine by
/// the command line alone.
public final class CompareRunCommand implements Command {
    /// What follows `hako compare`.
    public static final String WORD = "run";

    /// Where the command is to run.
    public static final Option<String> ISOLATION =
            Option.text(
                    "--isolation",
                    "NAME,...",
                    "Run it in these isolations (all that work on this machine)");

    /// What is printed.
    public static final Option<Boolean> JSON =
            Option.flag("--json", "Print what was found as JSON");

    public static final CommandForm FORM =
            new CommandForm(
                    "compare run",
                    "IMAGE [COMMAND] [ARG...]",
                    "Run a command in several isolations, and say where it does not do the same",
                    OptionSet.of(ISOLATION, JSON),
                    Order.OPTIONS_FIRST,
                    Count.atLeast(1),
                    List.of(
                            new Example(
                                    "Does it do the same behind a kernel of its own?",
                                    "hako compare run --isolation namespace,unikernel debian -- ls -l /"),
                            new Example(
                                    "Know it in a script, by the exit code",
                                    "hako compare run --json app > equality.json")));

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        throw Failure.conflict("cannot compare in the engine that is asked: the client does it");
    }
}
