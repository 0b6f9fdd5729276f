package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.KeyValue;
import dev.hako.build.solve.BuildCache;
import dev.hako.engine.Engine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `hako builder prune`
final class BuilderPruneCommand implements Command {
    private static final Set<String> KEYS = Set.of("until");
    private static final Option<Boolean> ALL =
            Option.flag("-a, --all", "Remove what images are made of, and caches of RUN, too");
    private static final Option<KeyValue> FILTER =
            Option.of(
                    "--filter",
                    "KEY=VALUE",
                    KeyValue::parseBoth,
                    "Only some: until, since when it has not been of use");
    static final CommandForm FORM =
            new CommandForm(
                    "builder prune",
                    "",
                    "Remove what builds keep to be quicker another time",
                    OptionSet.of(ALL, FILTER, Confirmation.FORCE),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("What no image has", "hako builder prune"),
                            new Example(
                                    "All that was of no use for ten days",
                                    "hako builder prune -a -f --filter until=240h")));

    private final Engine engine;
    private final InstantSource clock;

    BuilderPruneCommand(Engine engine, InstantSource clock) {
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
                        ? "WARNING! This will remove all build cache."
                        : "WARNING! This will remove all dangling build cache.";
        if (!Confirmation.given(invocation, warning)) {
            return Outcome.DONE;
        }
        new PruneReport(invocation.output())
                .add("build cache objects", new BuildCache(engine).prune(all, until))
                .finish();
        return Outcome.DONE;
    }
}
