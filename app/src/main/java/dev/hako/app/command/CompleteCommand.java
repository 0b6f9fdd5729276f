package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.completion.Completion;
import dev.hako.app.completion.Lookup;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako __complete`, which a shell's script asks and no user sees.
final class CompleteCommand implements Command {
    static final String NAME = "__complete";
    private static final CommandForm FORM =
            new CommandForm(
                    NAME,
                    "WORD [WORD...]",
                    "List what the last word of a command line could be",
                    OptionSet.of(),
                    Order.OPTIONS_FIRST,
                    Count.atLeast(1),
                    List.of());

    private final Engine engine;

    CompleteCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        Lookup lookup = new Lookup(engine, invocation.caller());
        Completion completion = new Completion(CommandForms.LINES, lookup);
        invocation.output().print(completion.lines(invocation.line().arguments()));
        return Outcome.DONE;
    }
}
