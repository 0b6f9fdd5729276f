package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.document.Document;
import dev.hako.app.output.Listing;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.oci.image.Platform;
import java.time.InstantSource;
import java.util.List;

/// `hako images`
final class ImagesCommand implements Command {
    private static final Option<Boolean> ALL =
            Option.flag("-a, --all", "Show all; there are none that are hidden");
    private static final Option<Boolean> DIGESTS =
            Option.flag("--digests", "Show what they are called by digest in their registries");
    private static final Option<KeyValue> FILTER =
            Option.of(
                            "-f, --filter",
                            "KEY=VALUE",
                            KeyValue::parseBoth,
                            "Only some: before, dangling, label, reference, since, until")
                    .offering("before=", "dangling=", "label=", "reference=", "since=", "until=");
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template")
                    .offering("table", "json");
    private static final Option<Boolean> NO_TRUNC =
            Option.flag("--no-trunc", "Do not shorten anything");
    private static final Option<Boolean> QUIET = Option.flag("-q, --quiet", "Show ids only");
    static final CommandForm FORM =
            new CommandForm(
                            "images",
                            "[REPOSITORY[:TAG]]",
                            "List images",
                            OptionSet.of(ALL, DIGESTS, FILTER, FORMAT, NO_TRUNC, QUIET),
                            Order.INTERSPERSED,
                            Count.atMost(1),
                            List.of(
                                    new Example("All there are", "hako images"),
                                    new Example(
                                            "Those that have lost their names",
                                            "hako images -q -f dangling=true"),
                                    new Example(
                                            "Names and sizes only",
                                            "hako images --format '{{.Repository}}:{{.Tag}}"
                                                    + " {{.Size}}'")))
                    .offering(List.of(Candidates.Known.STORED_IMAGES));

    private static final Listing LISTING =
            new Listing(
                    ImageRow.HEADINGS,
                    "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}");
    private static final Listing WITH_DIGESTS =
            new Listing(
                    ImageRow.HEADINGS,
                    "{{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}");
    private static final Listing WITH_PLATFORMS =
            new Listing(
                    ImageRow.HEADINGS,
                    "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.Platform}}\t{{.CreatedSince}}\t{{.Size}}");

    private final Engine engine;
    private final InstantSource clock;

    ImagesCommand(Engine engine, InstantSource clock) {
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
        ImageRow.Manner manner =
                new ImageRow.Manner(
                        clock.instant(), invocation.caller().zone(), line.flag(NO_TRUNC));
        List<Document> rows = rows(line, manner);
        if (line.flag(QUIET) && !line.has(FORMAT)) {
            rows.forEach(row -> invocation.output().println(String.valueOf(row.value("ID"))));
            return Outcome.DONE;
        }
        Listing listing =
                line.flag(DIGESTS) ? WITH_DIGESTS : foreign(rows) ? WITH_PLATFORMS : LISTING;
        boolean terminal = invocation.caller().terminal().output();
        String format = line.value(FORMAT).orElse("");
        invocation.output().print(listing.of(rows, format, terminal));
        return Outcome.DONE;
    }

    /// Whether some are not for this machine, so that one has to know which.
    private boolean foreign(List<Document> rows) {
        Platform machine = engine.images().store().machine();
        return !rows.stream()
                .allMatch(
                        row -> machine.runs(Platform.parse(String.valueOf(row.value("Platform")))));
    }

    private List<Document> rows(ParsedLine line, ImageRow.Manner manner) {
        ImageFilter filter = ImageFilter.of(engine.images(), line.values(FILTER), manner);
        return engine.images().list().stream()
                .filter(filter::accepts)
                .flatMap(image -> ImageRow.of(image).stream())
                .filter(filter::accepts)
                .filter(row ->
                        line.arguments().isEmpty()
                                || ImageFilter.matches(row, line.arguments().getFirst()))
                .map(row ->
                        row.document(
                                ImageRow.Room.of(engine.images().sizeBytes(row.image())), manner))
                .toList();
    }
}
