package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.ImageNames;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako tag`
final class TagCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                            "tag",
                            "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
                            "Give an image another name",
                            OptionSet.of(),
                            Order.INTERSPERSED,
                            new Count(2, 2),
                            List.of(
                                    new Example(
                                            "Before it is pushed elsewhere",
                                            "hako tag shop:3 registry.example.com/team/shop:3")))
                    .offering(List.of(Candidates.Known.STORED_IMAGES));

    private final Engine engine;

    TagCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        List<String> words = invocation.line().arguments();
        engine.images().tag(words.getFirst(), ImageNames.tag(words.getLast()));
        return Outcome.DONE;
    }
}
