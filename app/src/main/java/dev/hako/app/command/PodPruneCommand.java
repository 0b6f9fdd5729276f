package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako pod prune`
final class PodPruneCommand implements PodCommand {
    static final CommandForm FORM =
            new CommandForm(
                    "pod prune",
                    "",
                    "Remove pods of which no container runs any more",
                    OptionSet.of(Confirmation.FORCE),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(new Example("Without a question", "hako pod prune -f")));

    private final Engine engine;

    PodPruneCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        String warning = "WARNING! This will remove all pods whose containers have ended.";
        if (Confirmation.given(invocation, warning)) {
            engine.pods().prune(_ -> true).names().forEach(invocation.output()::println);
        }
        return Outcome.DONE;
    }
}
