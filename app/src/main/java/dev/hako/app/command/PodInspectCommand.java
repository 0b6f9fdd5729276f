package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.document.Document;
import dev.hako.app.document.JsonText;
import dev.hako.app.inspect.PodDetails;
import dev.hako.app.output.Shown;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/// `hako pod inspect`
final class PodInspectCommand implements PodCommand {
    private static final Option<String> FORMAT =
            Option.text("-f, --format", "FORMAT", "json, or a template");
    static final CommandForm FORM =
            new CommandForm(
                    "pod inspect",
                    "POD [POD...]",
                    "Show all there is to know about pods",
                    OptionSet.of(FORMAT),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example("Everything about a pod", "hako pod inspect shop"),
                            new Example(
                                    "What its containers share",
                                    "hako pod inspect -f '{{.SharedNamespaces}}' shop")));

    private final Engine engine;

    PodInspectCommand(Engine engine) {
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
        int exitCode = 0;
        for (String reference : invocation.line().arguments()) {
            try {
                found.add(PodDetails.of(engine.pods().find(reference)));
            } catch (Failure e) {
                invocation.output().complain(e);
                exitCode = exitCode(e);
            }
        }
        if (format.isEmpty()) {
            invocation.output().println(JsonText.pretty(found));
        } else {
            found.forEach(each -> invocation.output().print(Shown.of(each, format, terminal)));
        }
        return new Outcome.Exit(exitCode);
    }
}
