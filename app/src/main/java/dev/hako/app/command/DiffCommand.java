package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.files.Change;
import dev.hako.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `hako diff`
final class DiffCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "diff",
                    "CONTAINER",
                    "List the files that a container has added (A), changed (C) or deleted (D)",
                    OptionSet.of(),
                    Order.INTERSPERSED,
                    Count.ONE,
                    List.of(new Example("What has it written?", "hako diff web")));

    private final Engine engine;

    DiffCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        Container container = engine.container(invocation.line().arguments().getFirst());
        boolean terminal = invocation.caller().terminal().output();
        for (Change change : changes(container)) {
            invocation.output().print(change.kind().letter() + " ");
            invocation.output().write(shown(change, terminal), false);
            invocation.output().print("\n");
        }
        return Outcome.DONE;
    }

    private List<Change> changes(Container container) throws InterruptedException {
        try {
            return engine.files(container).changes();
        } catch (Failure e) {
            throw e.during("cannot compare container \"" + container.name() + "\"");
        }
    }

    /// Names are a container's bytes: as they are for programs, harmless for terminals.
    private static byte[] shown(Change change, boolean terminal) {
        return terminal
                ? change.path().toString().getBytes(StandardCharsets.UTF_8)
                : change.path().bytes();
    }
}
