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
import dev.hako.app.inspect.ImageDetails;
import dev.hako.app.inspect.PodDetails;
import dev.hako.app.network.NetworkDetails;
import dev.hako.app.network.ShownNetworks;
import dev.hako.app.value.ImageNames;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Optional;

/// `hako inspect`
final class InspectCommand implements Command {
    private static final String VOLUME = "volume";
    private static final String POD = "pod";
    private static final String NETWORK = "network";
    private static final String IMAGE = "image";
    private static final List<String> TYPES = List.of("container", IMAGE, NETWORK, VOLUME, POD);
    private static final Option<String> TYPE =
            Option.of(
                            "--type",
                            "TYPE",
                            InspectCommand::type,
                            "What is meant: container, image, network, volume or pod")
                    .offering("container", IMAGE, NETWORK, VOLUME, POD);
    private static final Option<Boolean> SIZE =
            Option.flag("-s, --size", "Show the size of containers' files, too");
    static final CommandForm FORM =
            new CommandForm(
                            "inspect",
                            "NAME [NAME...]",
                            "Show all there is to know about containers, images, networks, volumes"
                                    + " and pods",
                            OptionSet.of(Inspection.FORMAT, SIZE, TYPE),
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
        boolean sized = invocation.line().flag(SIZE);
        return Inspection.show(invocation, reference -> details(reference, type, sized), _ -> 1);
    }

    private Document container(String reference, boolean sized) {
        Container container = engine.container(reference);
        return sized
                ? ContainerDetails.sized(container, engine)
                : ContainerDetails.of(container, engine);
    }

    /// A container, or if none is called so an image, a network, a volume, or a pod.
    private Document details(String reference, String type, boolean sized) {
        if (type.equals(IMAGE)) {
            return ImageDetails.of(engine.images().image(reference), engine.images());
        }
        if (type.equals(VOLUME)) {
            return VolumeRow.details(engine.volumes().volume(reference));
        }
        if (type.equals(NETWORK)) {
            return NetworkDetails.of(new ShownNetworks(engine).network(reference), engine);
        }
        if (type.equals(POD)) {
            return PodDetails.of(engine.pods().pod(reference));
        }
        try {
            return container(reference, sized);
        } catch (Failure e) {
            if (!type.isEmpty() || e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            return image(reference)
                    .or(() -> network(reference))
                    .or(() -> engine.volumes().find(reference).map(VolumeRow::details))
                    .or(() -> engine.pods().find(reference).map(PodDetails::of))
                    .orElseThrow(() -> e);
        }
    }

    private Optional<Document> image(String reference) {
        return ImageNames.find(engine.images(), reference)
                .map(image -> ImageDetails.of(image, engine.images()));
    }

    private Optional<Document> network(String reference) {
        return new ShownNetworks(engine)
                .find(reference)
                .map(network -> NetworkDetails.of(network, engine));
    }

    private static String type(String text) {
        if (!TYPES.contains(text)) {
            throw UsageException.of(
                    "there are only containers, images, networks, volumes and pods, no \""
                            + text
                            + "\"");
        }
        return text;
    }
}
