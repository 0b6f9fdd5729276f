package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.output.Listing;
import dev.hako.app.value.Size;
import dev.hako.build.solve.BuildCache;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.library.ImageSizes;
import dev.hako.engine.library.ImageUser;
import dev.hako.engine.volume.Volume;
import dev.hako.image.store.StoredImage;
import java.util.List;

/// How much of the disk images, containers and volumes take.
///
/// @param imageBytes of all images together: what several have is on the disk once
/// @param neededBytes of those that containers are made of
record Usage(
        List<Part<StoredImage>> images,
        long imageBytes,
        long neededBytes,
        List<Part<Container>> containers,
        List<Part<Volume>> volumes,
        List<Part<BuildCache.Item>> steps) {
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
        ImageSizes sizes = engine.images().sizes();
        List<Part<StoredImage>> images = images(engine, sizes);
        return new Usage(
                images,
                sizes.togetherBytes(images.stream().map(Part::thing).toList()),
                sizes.togetherBytes(
                        images.stream().filter(part -> part.users > 0).map(Part::thing).toList()),
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
                        .toList(),
                new BuildCache(engine)
                        .items().stream()
                                .map(each -> new Part<>(each, each.bytes(), each.inUse() ? 1 : 0))
                                .toList());
    }

    private static List<Part<StoredImage>> images(Engine engine, ImageSizes sizes) {
        List<ImageUser> users = engine.images().users();
        return engine.images().list().stream()
                .map(image ->
                        new Part<>(
                                image,
                                sizes.bytes(image),
                                (int)
                                        users.stream()
                                                .filter(user -> user.image().equals(image.id()))
                                                .count()))
                .toList();
    }

    /// One line for each kind of thing.
    String summary(String format, boolean terminal) {
        return LISTING.of(
                List.of(
                        row("Images", images, imageBytes, imageBytes - neededBytes),
                        row("Containers", containers),
                        row("Local Volumes", volumes),
                        row("Build Cache", steps)),
                format,
                terminal);
    }

    private static <T> Document row(String type, List<Part<T>> parts) {
        long all = parts.stream().mapToLong(Part::bytes).sum();
        long free = parts.stream().filter(part -> part.users == 0).mapToLong(Part::bytes).sum();
        return row(type, parts, all, free);
    }

    private static <T> Document row(String type, List<Part<T>> parts, long all, long free) {
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
