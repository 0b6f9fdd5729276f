package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.KeyValue;
import dev.hako.build.solve.BuildCache;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.failure.Failure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// `hako system prune`
final class SystemPruneCommand implements Command {
    private static final Option<Boolean> ALL =
            Option.flag(
                    "-a, --all", "Remove all images that no container is made of, named ones too");
    private static final Option<Boolean> VOLUMES =
            Option.flag("--volumes", "Remove volumes that nobody named and no container uses, too");
    static final CommandForm FORM =
            new CommandForm(
                    "system prune",
                    "",
                    "Remove what is not in use",
                    OptionSet.of(ALL, ContainerPruneCommand.FILTER, Confirmation.FORCE, VOLUMES),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example(
                                    "Containers, the volumes they leave, and nameless images",
                                    "hako system prune --volumes")));

    private final Engine engine;
    private final InstantSource clock;

    SystemPruneCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        List<KeyValue> given = line.values(ContainerPruneCommand.FILTER);
        Filters filters = Filters.of(given, ContainerPruneCommand.KEYS);
        boolean volumes = line.flag(VOLUMES);
        Optional<Instant> until = filters.until(clock.instant(), invocation.caller().zone());
        if (volumes && until.isPresent()) {
            throw Failure.invalid("the filter \"until\" is not supported with --volumes");
        }
        boolean all = line.flag(ALL);
        if (!Confirmation.given(invocation, warning(volumes, all, given))) {
            return Outcome.DONE;
        }
        PruneReport report =
                new PruneReport(invocation.output())
                        .add("Pods", engine.pods().prune(pod -> accepts(filters, until, pod)))
                        .add(
                                "Containers",
                                engine.prune(container ->
                                        ContainerPruneCommand.accepts(filters, until, container)));
        report.add(
                "Networks",
                engine.networks()
                        .prune(network -> NetworkPruneCommand.accepts(filters, until, network)));
        if (volumes) {
            report.add(
                    "Volumes",
                    engine.volumes()
                            .prune(volume ->
                                    volume.anonymous() && filters.labels(volume.labels())));
        }
        report.add(
                engine.images()
                        .removal()
                        .prune(all, image -> ImagePruneCommand.accepts(filters, until, image)));
        report.add("build cache objects", new BuildCache(engine).prune(all, until));
        report.finish();
        return Outcome.DONE;
    }

    private static boolean accepts(Filters filters, Optional<Instant> until, Pod pod) {
        return filters.labels(pod.config().labels())
                && until.filter(moment -> !pod.createdAt().isBefore(moment)).isEmpty();
    }

    private static String warning(boolean volumes, boolean all, List<KeyValue> filters) {
        StringBuilder text = new StringBuilder("WARNING! This will remove:\n");
        text.append("  - all pods whose containers have ended\n");
        text.append("  - all stopped containers\n");
        text.append("  - all networks not used by at least one container\n");
        if (volumes) {
            text.append("  - all anonymous volumes not used by at least one container\n");
        }
        text.append(
                all
                        ? "  - all images without at least one container associated to them\n"
                        : "  - all dangling images\n");
        text.append(all ? "  - all build cache\n" : "  - unused build cache\n");
        if (!filters.isEmpty()) {
            text.append("\n  Items to be pruned will be filtered with:\n");
            filters.forEach(filter ->
                    text.append("  - ")
                            .append(filter.key())
                            .append('=')
                            .append(filter.value())
                            .append('\n'));
        }
        return text.toString();
    }
}
