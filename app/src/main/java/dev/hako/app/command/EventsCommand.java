package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.output.Shown;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.engine.config.Printable;
import dev.hako.engine.event.Event;
import dev.hako.engine.event.EventFilter;
import dev.hako.engine.event.EventReader;
import dev.hako.engine.event.EventRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// `hako events`
final class EventsCommand implements Command {
    private static final Option<String> SINCE =
            Option.text(
                    "--since",
                    "TIME",
                    "From a time on, such as 2026-01-02T15:04:05Z or 10m ago; if not given, now, or with"
                            + " --until all that is remembered");
    private static final Option<String> UNTIL =
            Option.text("--until", "TIME", "Up to a time; for ever if not given");
    private static final Option<KeyValue> FILTER =
            Option.of(
                            "-f, --filter",
                            "KEY=VALUE",
                            KeyValue::parseBoth,
                            "Only some: container, event, image, label, network, pod, type, volume")
                    .offering(
                            "container=",
                            "event=",
                            "image=",
                            "label=",
                            "network=",
                            "pod=",
                            "type=",
                            "volume=");
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "json, or a template");
    static final CommandForm FORM =
            new CommandForm(
                    "events",
                    "",
                    "Show what happens to containers, and what has happened",
                    OptionSet.of(SINCE, UNTIL, FILTER, FORMAT),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("Watch", "hako events"),
                            new Example(
                                    "What has ended in the last hour, and how",
                                    "hako events --since 1h --until 0s --filter event=die --format"
                                            + " '{{.Actor.Attributes.name}}"
                                            + " {{.Actor.Attributes.exitCode}}'")));

    private final Engine engine;
    private final InstantSource clock;

    EventsCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        EventFilter filter = filter(invocation.line());
        try (EventReader reader = engine.events(request(invocation))) {
            Optional<Event> event = reader.next();
            while (event.isPresent()) {
                if (filter.accepts(event.get())) {
                    print(event.get(), invocation);
                }
                event = reader.next();
            }
        }
        return Outcome.DONE;
    }

    private EventRequest request(Invocation invocation) {
        Moments moments = new Moments(invocation, clock.instant());
        Optional<Instant> until = moments.of(UNTIL);
        return new EventRequest(moments.of(SINCE).or(() -> until.map(_ -> Instant.EPOCH)), until);
    }

    private static EventFilter filter(ParsedLine line) {
        EventFilter filter = EventFilter.ALL;
        for (KeyValue one : line.values(FILTER)) {
            filter = filter.with(one.key(), one.value());
        }
        return filter;
    }

    /// Somebody may be waiting for it: it is not kept back.
    private static void print(Event event, Invocation invocation) {
        Output output = invocation.output();
        String format = invocation.line().value(FORMAT).orElse("");
        if (format.isEmpty()) {
            output.println(Printable.of(EventLine.text(event, invocation.caller().zone())));
        } else {
            boolean terminal = invocation.caller().terminal().output();
            output.print(Shown.of(EventLine.document(event), format, terminal));
        }
        output.flush();
    }
}
