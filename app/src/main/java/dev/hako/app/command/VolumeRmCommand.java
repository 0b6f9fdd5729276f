package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako volume rm`
final class VolumeRmCommand implements Command {
    private static final Option<Boolean> FORCE =
            Option.flag("-f, --force", "Miss none that is not there");
    static final CommandForm FORM =
            new CommandForm(
                    "volume rm",
                    "VOLUME [VOLUME...]",
                    "Remove volumes and all that is in them",
                    OptionSet.of(FORCE),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example(
                                    "Remove a volume that no container uses",
                                    "hako volume rm data"),
                            new Example("Remove it if it is there", "hako volume rm -f data")));

    private final Engine engine;

    VolumeRmCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        boolean force = invocation.line().flag(FORCE);
        boolean failed = false;
        for (String name : invocation.line().arguments()) {
            try {
                remove(name, force);
                invocation.output().println(name);
            } catch (Failure e) {
                invocation.output().complain(e);
                failed = true;
            }
        }
        return new Outcome.Exit(failed ? 1 : 0);
    }

    private void remove(String name, boolean force) {
        try {
            engine.volumes().remove(name);
        } catch (Failure e) {
            if (!force || e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }
}
