package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.engine.library.ImageAge;
import dev.hako.image.store.StoredImage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `hako image prune`
final class ImagePruneCommand implements Command {
    private static final Set<String> KEYS = Set.of("label", "label!", "until");
    private static final Option<Boolean> ALL =
            Option.flag("-a, --all", "Remove those that have a name, too");
    private static final Option<KeyValue> FILTER =
            Option.of(
                    "--filter",
                    "KEY=VALUE",
                    KeyValue::parseBoth,
                    "Only some: label, label!, until");
    static final CommandForm FORM =
            new CommandForm(
                    "image prune",
                    "",
                    "Remove images that no container is made of",
                    OptionSet.of(ALL, FILTER, Confirmation.FORCE),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("Those that have lost their names", "hako image prune"),
                            new Example(
                                    "All that are older than ten days",
                                    "hako image prune -a -f --filter until=240h")));

    private final Engine engine;
    private final InstantSource clock;

    ImagePruneCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        Filters filters = Filters.of(invocation.line().values(FILTER), KEYS);
        Optional<Instant> until = filters.until(clock.instant(), invocation.caller().zone());
        boolean all = invocation.line().flag(ALL);
        String warning =
                all
                        ? "WARNING! This will remove all images without at least one container"
                                + " associated to them."
                        : "WARNING! This will remove all dangling images.";
        if (!Confirmation.given(invocation, warning)) {
            return Outcome.DONE;
        }
        new PruneReport(invocation.output())
                .add(engine.images().removal().prune(all, image -> accepts(filters, until, image)))
                .finish();
        return Outcome.DONE;
    }

    static boolean accepts(Filters filters, Optional<Instant> until, StoredImage image) {
        return filters.labels(image.labels())
                && until.filter(moment -> !ImageAge.of(image).isBefore(moment)).isEmpty();
    }
}
