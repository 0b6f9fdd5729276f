package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako rm`
final class RmCommand implements Command {
    private static final Option<Boolean> FORCE =
            Option.flag("-f, --force", "Kill a running container first, and miss none");
    private static final Option<Boolean> VOLUMES =
            Option.flag("-v, --volumes", "Remove the volumes that nobody named, too");
    static final CommandForm FORM =
            new CommandForm(
                    "rm",
                    "CONTAINER [CONTAINER...]",
                    "Remove containers",
                    OptionSet.of(FORCE, VOLUMES),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example("Remove a container that has ended", "hako rm job"),
                            new Example("Remove it whatever it does", "hako rm -f job")));

    private final Engine engine;

    RmCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        boolean force = invocation.line().flag(FORCE);
        return Each.containers(engine, invocation.output(), failure -> exitCode(failure, force))
                .echo(
                        invocation.line().arguments(),
                        container -> remove(container, force, invocation.line().flag(VOLUMES)));
    }

    /// One that is not there need not be removed.
    private static int exitCode(Failure failure, boolean force) {
        return force && failure.kind() == Failure.Kind.NOT_FOUND ? 0 : 1;
    }

    private void remove(Container container, boolean force, boolean volumes) {
        if (volumes) {
            engine.volumes().removeWith(container, force);
        } else {
            container.remove(force);
        }
    }
}
