package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.inspect.ImageDetails;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako image inspect`
final class ImageInspectCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                            "image inspect",
                            "IMAGE [IMAGE...]",
                            "Show all there is to know about images",
                            OptionSet.of(Inspection.FORMAT),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example(
                                            "What it runs",
                                            "hako image inspect -f '{{json .Config.Cmd}}' busybox"),
                                    new Example(
                                            "What it is called by digest",
                                            "hako image inspect -f '{{.RepoDigests}}' busybox")))
                    .offering(List.of(Candidates.Known.STORED_IMAGES));

    private final Engine engine;

    ImageInspectCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        return Inspection.show(
                invocation,
                name -> ImageDetails.of(engine.images().image(name), engine.images()),
                _ -> 1);
    }
}
