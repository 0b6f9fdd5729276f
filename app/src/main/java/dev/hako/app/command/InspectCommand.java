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
import dev.hako.app.inspect.ContainerDetails;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako inspect`
final class InspectCommand implements Command {
    private static final String VOLUME = "volume";
    private static final Option<String> TYPE =
            Option.of("--type", "TYPE", InspectCommand::type, "What is meant: container or volume")
                    .offering("container", "volume");
    static final CommandForm FORM =
            new CommandForm(
                            "inspect",
                            "NAME [NAME...]",
                            "Show all there is to know about containers and volumes",
                            OptionSet.of(Inspection.FORMAT, TYPE),
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
                    .offering(List.of(Candidates.Known.INSPECTED));

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
        String type = invocation.line().value(TYPE).orElse("");
        return Inspection.show(invocation, reference -> details(reference, type));
    }

    /// A container, or a volume if none is called so.
    private Document details(String reference, String type) {
        if (type.equals(VOLUME)) {
            return VolumeRow.details(engine.volumes().volume(reference));
        }
        try {
            return ContainerDetails.of(engine.container(reference), engine.volumes());
        } catch (Failure e) {
            if (!type.isEmpty() || e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            return engine.volumes().find(reference).map(VolumeRow::details).orElseThrow(() -> e);
        }
    }

    private static String type(String text) {
        if (!text.equals("container") && !text.equals(VOLUME)) {
            throw UsageException.of("there are only containers and volumes, no \"" + text + "\"");
        }
        return text;
    }
}
