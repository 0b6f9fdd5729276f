package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.output.Listing;
import dev.hako.app.output.Shown;
import dev.hako.app.output.Words;
import dev.hako.app.value.Size;
import dev.hako.build.solve.BuildCache;
import dev.hako.engine.Container;
import dev.hako.engine.library.ImageSizes;
import dev.hako.engine.volume.Volume;
import dev.hako.image.store.StoredImage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What `hako system df -v` shows: every image, container and volume with its size.
record UsageDetails(Usage usage, ImageSizes sizes, Instant now, ZoneId zone) {
    private static final Listing IMAGES =
            new Listing(
                    ImageRow.HEADINGS,
                    "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t"
                            + "{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}");
    private static final Listing CONTAINERS =
            new Listing(
                    ContainerRow.HEADINGS,
                    "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t"
                            + "{{.RunningFor}}\t{{.Status}}\t{{.Names}}");
    private static final Listing VOLUMES =
            new Listing(VolumeRow.HEADINGS, "{{.Name}}\t{{.Links}}\t{{.Size}}");
    private static final Listing STEPS =
            new Listing(
                    Document.with("ID", "CACHE ID")
                            .and("CacheType", "CACHE TYPE")
                            .and("Size", "SIZE")
                            .and("LastUsedSince", "LAST USED")
                            .and("Shared", "SHARED")
                            .build(),
                    "{{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.LastUsedSince}}\t{{.Shared}}");

    /// @param format empty: Docker's tables; else `json` or a template over all of it
    String of(String format, boolean terminal) {
        List<Document> images = usage.images().stream().flatMap(this::image).toList();
        List<Document> containers = usage.containers().stream().map(this::container).toList();
        List<Document> volumes = usage.volumes().stream().map(UsageDetails::volume).toList();
        List<Document> steps = usage.steps().stream().map(this::step).toList();
        if (!format.isEmpty()) {
            Document all =
                    Document.with("Images", images)
                            .and("Containers", containers)
                            .and("Volumes", volumes)
                            .and("BuildCache", steps)
                            .build();
            return Shown.of(all, format, terminal);
        }
        return "Images space usage:\n\n"
                + IMAGES.of(images, "", terminal)
                + "\nContainers space usage:\n\n"
                + CONTAINERS.of(containers, "", terminal)
                + "\nLocal Volumes space usage:\n\n"
                + VOLUMES.of(volumes, "", terminal)
                + "\nBuild cache usage: "
                + Size.decimal(usage.steps().stream().mapToLong(Usage.Part::bytes).sum())
                + "\n\n"
                + STEPS.of(steps, "", terminal);
    }

    private Stream<Document> image(Usage.Part<StoredImage> part) {
        List<StoredImage> all = usage.images().stream().map(Usage.Part::thing).toList();
        ImageRow.Room room =
                new ImageRow.Room(
                        part.bytes(),
                        Optional.of(sizes.sharedBytes(part.thing(), all)),
                        Optional.of(part.users()));
        ImageRow.Manner manner = new ImageRow.Manner(now, zone, false);
        return ImageRow.of(part.thing()).stream().map(row -> row.document(room, manner));
    }

    private Document container(Usage.Part<Container> part) {
        String size = Size.decimal(part.bytes());
        return ContainerRow.of(part.thing(), new ContainerRow.Look(now, zone, false, _ -> size));
    }

    /// A layer that a step has made; it is shared if an image has it.
    private Document step(Usage.Part<BuildCache.Item> part) {
        return Document.with("ID", Words.shortId(part.thing().layer().hex()))
                .and("CacheType", "regular")
                .and("Description", part.thing().title())
                .and("Size", Size.decimal(part.bytes()))
                .and("LastUsedSince", ImageRow.since(part.thing().used(), now))
                .and("Shared", String.valueOf(part.users() > 0))
                .build();
    }

    private static Document volume(Usage.Part<Volume> part) {
        return VolumeRow.of(part.thing(), String.valueOf(part.users()), Size.decimal(part.bytes()));
    }
}
