package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.output.Listing;
import dev.hako.app.value.Size;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.volume.Volume;
import java.util.List;

/// How much of the disk containers and volumes take.
record Usage(List<Part<Container>> containers, List<Part<Volume>> volumes) {
    private static final Listing LISTING =
            new Listing(
                    Document.with("Type", "TYPE")
                            .and("TotalCount", "TOTAL")
                            .and("Active", "ACTIVE")
                            .and("Size", "SIZE")
                            .and("Reclaimable", "RECLAIMABLE")
                            .build(),
                    "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}");
    private static final long WHOLE = 100;

    /// One thing that takes room.
    ///
    /// @param users how many need it
    record Part<T>(T thing, long bytes, int users) {}

    static Usage of(Engine engine) {
        return new Usage(
                engine.containers().stream()
                        .map(each ->
                                new Part<>(each, each.diskBytes(), each.state().live() ? 1 : 0))
                        .toList(),
                engine.volumes().list().stream()
                        .map(each ->
                                new Part<>(
                                        each,
                                        engine.volumes().diskBytes(each),
                                        engine.volumes().users(each.name()).size()))
                        .toList());
    }

    /// One line for each kind of thing. Images and build caches there are none yet.
    String summary(String format, boolean terminal) {
        return LISTING.of(
                List.of(
                        row("Images", List.of()),
                        row("Containers", containers),
                        row("Local Volumes", volumes),
                        row("Build Cache", List.of())),
                format,
                terminal);
    }

    private static <T> Document row(String type, List<Part<T>> parts) {
        long all = parts.stream().mapToLong(Part::bytes).sum();
        long free = parts.stream().filter(part -> part.users == 0).mapToLong(Part::bytes).sum();
        String share = all == 0 ? "" : " (" + free * WHOLE / all + "%)";
        return Document.with("Type", type)
                .and("TotalCount", String.valueOf(parts.size()))
                .and(
                        "Active",
                        String.valueOf(parts.stream().filter(part -> part.users > 0).count()))
                .and("Size", Size.decimal(all))
                .and("Reclaimable", Size.decimal(free) + share)
                .build();
    }
}
