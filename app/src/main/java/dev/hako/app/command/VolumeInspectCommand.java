package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako volume inspect`
final class VolumeInspectCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "volume inspect",
                    "VOLUME [VOLUME...]",
                    "Show all there is to know about volumes",
                    OptionSet.of(Inspection.FORMAT),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example(
                                    "Where its files are",
                                    "hako volume inspect -f '{{.Mountpoint}}' data")));

    private final Engine engine;

    VolumeInspectCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        return Inspection.show(
                invocation, name -> VolumeRow.details(engine.volumes().volume(name)), _ -> 1);
    }
}
