package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
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
import dev.hako.app.inspect.PodDetails;
import dev.hako.app.output.Shown;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `hako inspect`
final class InspectCommand implements Command {
    private static final String VOLUME = "volume";
    private static final String POD = "pod";
    private static final List<String> TYPES = List.of("container", VOLUME, POD);
    private static final Option<String> FORMAT =
            Option.text("-f, --format", "FORMAT", "json, or a template");
    private static final Option<String> TYPE =
            Option.of(
                            "--type",
                            "TYPE",
                            InspectCommand::type,
                            "What is meant: container, volume or pod")
                    .offering("container", VOLUME, POD);
    static final CommandForm FORM =
            new CommandForm(
                            "inspect",
                            "NAME [NAME...]",
                            "Show all there is to know about containers, volumes and pods",
                            OptionSet.of(FORMAT, TYPE),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example("Everything", "hako inspect web"),
                                    new Example(
                                            "How it ended",
                                            "hako inspect -f '{{.State.ExitCode}}' web"),
                                    new Example(
                                            "Its labels",
                                            "hako inspect -f '{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}"
                                                    + "{{println}}{{end}}' web")))
                    .offering(List.of(Candidates.Known.CONTAINERS));

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
        String type = invocation.line().value(TYPE).orElse("");
        boolean failed = false;
        for (String reference : invocation.line().arguments()) {
            try {
                found.add(details(reference, type));
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

    /// A container, or if none is called so a volume, or a pod.
    private Document details(String reference, String type) {
        if (type.equals(VOLUME)) {
            return VolumeRow.details(engine.volumes().volume(reference));
        }
        if (type.equals(POD)) {
            return PodDetails.of(engine.pods().find(reference));
        }
        try {
            return ContainerDetails.of(engine.container(reference), engine.volumes());
        } catch (Failure e) {
            if (!type.isEmpty() || e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            return engine.volumes()
                    .find(reference)
                    .map(VolumeRow::details)
                    .or(() -> pod(reference))
                    .orElseThrow(() -> e);
        }
    }

    private Optional<Document> pod(String reference) {
        try {
            return Optional.of(PodDetails.of(engine.pods().find(reference)));
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static String type(String text) {
        if (!TYPES.contains(text)) {
            throw UsageException.of(
                    "there are only containers, volumes and pods, no \"" + text + "\"");
        }
        return text;
    }
}
