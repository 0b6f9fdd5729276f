package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.UsageException;
import dev.hako.app.document.Document;
import dev.hako.app.document.JsonText;
import dev.hako.app.inspect.ContainerDetails;
import dev.hako.app.output.Shown;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/// `hako inspect`
final class InspectCommand implements Command {
    private static final Option<String> FORMAT =
            Option.text("-f, --format", "FORMAT", "json, or a template");
    private static final Option<String> TYPE =
            Option.of("--type", "TYPE", InspectCommand::type, "What is meant: container")
                    .offering("container");
    static final CommandForm FORM =
            new CommandForm(
                    "inspect",
                    "CONTAINER [CONTAINER...]",
                    "Show all there is to know about containers",
                    OptionSet.of(FORMAT, TYPE),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example("Everything", "hako inspect web"),
                            new Example(
                                    "How it ended", "hako inspect -f '{{.State.ExitCode}}' web"),
                            new Example(
                                    "Its labels",
                                    "hako inspect -f '{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}"
                                            + "{{println}}{{end}}' web")));

    private final Engine engine;

    InspectCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        String format = invocation.line().value(FORMAT).orElse("");
        boolean terminal = invocation.caller().terminal().output();
        List<Document> found = new ArrayList<>();
        boolean failed = false;
        for (String reference : invocation.line().arguments()) {
            try {
                found.add(ContainerDetails.of(engine.container(reference)));
            } catch (Failure e) {
                invocation.output().complain(e);
                failed = true;
            }
        }
        if (format.isEmpty()) {
            invocation.output().println(JsonText.pretty(found));
        } else {
            found.forEach(each -> invocation.output().print(Shown.of(each, format, terminal)));
        }
        return new Outcome.Exit(failed ? 1 : 0);
    }

    private static String type(String text) {
        if (!text.equals("container")) {
            throw UsageException.of("there are only containers yet, no \"" + text + "\"");
        }
        return text;
    }
}
