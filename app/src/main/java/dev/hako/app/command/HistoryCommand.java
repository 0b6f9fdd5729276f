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
import dev.hako.app.output.Words;
import dev.hako.app.value.Size;
import dev.hako.engine.Engine;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageConfig.History;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `hako history`
final class HistoryCommand implements Command {
    private static final int WORDS_WIDTH = 45;
    private static final String MISSING = "<missing>";
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template")
                    .offering("table", "json");
    private static final Option<Boolean> HUMAN =
            Option.flag("-H, --human", "Show sizes and times as people say them; on if not given");
    private static final Option<Boolean> NO_TRUNC =
            Option.flag("--no-trunc", "Do not shorten anything");
    private static final Option<Boolean> QUIET = Option.flag("-q, --quiet", "Show ids only");
    static final CommandForm FORM =
            new CommandForm(
                            "history",
                            "IMAGE",
                            "Show how an image came to be",
                            OptionSet.of(FORMAT, HUMAN, NO_TRUNC, QUIET),
                            Order.INTERSPERSED,
                            Count.ONE,
                            List.of(
                                    new Example("Layer by layer", "hako history busybox"),
                                    new Example(
                                            "The whole of what made them",
                                            "hako history --no-trunc --format '{{.CreatedBy}}' busybox")))
                    .offering(List.of(Candidates.Known.STORED_IMAGES));
    private static final Listing LISTING =
            new Listing(
                    Document.with("ID", "IMAGE")
                            .and("CreatedSince", "CREATED")
                            .and("CreatedAt", "CREATED AT")
                            .and("CreatedBy", "CREATED BY")
                            .and("Size", "SIZE")
                            .and("Comment", "COMMENT")
                            .build(),
                    "{{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}");
    private static final Listing EXACT =
            new Listing(
                    LISTING.headings(),
                    "{{.ID}}\t{{.CreatedAt}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}");

    private final Engine engine;
    private final InstantSource clock;

    HistoryCommand(Engine engine, InstantSource clock) {
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
        boolean human = line.value(HUMAN).orElse(true);
        List<Document> rows =
                rows(
                        engine.images().image(line.arguments().getFirst()),
                        human,
                        line.flag(NO_TRUNC));
        if (line.flag(QUIET) && !line.has(FORMAT)) {
            rows.forEach(row -> invocation.output().println(String.valueOf(row.value("ID"))));
            return Outcome.DONE;
        }
        boolean terminal = invocation.caller().terminal().output();
        Listing listing = human ? LISTING : EXACT;
        invocation.output().print(listing.of(rows, line.value(FORMAT).orElse(""), terminal));
        return Outcome.DONE;
    }

    /// The newest first; those that made no layer have no size.
    private List<Document> rows(StoredImage image, boolean human, boolean whole) {
        List<Document> rows = new ArrayList<>();
        List<History> steps = steps(image);
        Map<Digest, Long> layers = engine.images().sizes().layers(image);
        int layer = 0;
        for (int i = 0; i < steps.size(); i++) {
            History step = steps.get(i);
            boolean made = !step.emptyLayer() && layer < image.config().diffIds().size();
            long bytes = made ? layers.getOrDefault(image.config().diffIds().get(layer++), 0L) : 0;
            String id = i == steps.size() - 1 ? id(image, whole) : MISSING;
            rows.addFirst(row(id, step, human ? Size.roughly(bytes) : "" + bytes, whole));
        }
        return rows;
    }

    /// An image that does not tell its history has layers all the same.
    private static List<History> steps(StoredImage image) {
        List<History> steps = new ArrayList<>(image.config().history());
        long told = steps.stream().filter(step -> !step.emptyLayer()).count();
        for (long i = told; i < image.config().diffIds().size(); i++) {
            steps.add(new History(image.config().created(), null, null, null, false));
        }
        return steps;
    }

    private static String id(StoredImage image, boolean whole) {
        return whole ? image.id().toString() : Words.shortId(image.id().hex());
    }

    private Document row(String id, History step, String size, boolean whole) {
        Instant created = Objects.requireNonNullElse(step.created(), Instant.EPOCH);
        String words = Objects.requireNonNullElse(step.createdBy(), "").replace("\t", " ").strip();
        return Document.with("ID", id)
                .and("CreatedSince", ImageRow.since(created, clock.instant()))
                .and("CreatedAt", created.toString())
                .and("CreatedBy", whole ? words : Words.cut(words, WORDS_WIDTH))
                .and("Size", size)
                .and("Comment", Objects.requireNonNullElse(step.comment(), ""))
                .build();
    }
}
