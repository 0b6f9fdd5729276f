package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.output.Listing;
import dev.hako.app.output.Shown;
import dev.hako.app.value.Size;
import dev.hako.engine.Container;
import dev.hako.engine.volume.Volume;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// What `hako system df -v` shows: every container and volume with its size.
record UsageDetails(Usage usage, Instant now, ZoneId zone) {
    private static final Listing CONTAINERS =
            new Listing(
                    Document.with("Size", "SIZE").andAll(ContainerRow.HEADINGS).build(),
                    "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t"
                            + "{{.RunningFor}}\t{{.Status}}\t{{.Names}}");
    private static final Listing VOLUMES =
            new Listing(VolumeRow.HEADINGS, "{{.Name}}\t{{.Links}}\t{{.Size}}");
    private static final String IMAGES =
            """
            Images space usage:

            REPOSITORY   TAG       IMAGE ID   CREATED   SIZE      SHARED SIZE   UNIQUE SIZE   CONTAINERS

            Containers space usage:

            """;
    private static final String BUILD_CACHE =
            """

            Build cache usage: 0B

            CACHE ID   CACHE TYPE   SIZE      CREATED   LAST USED   USAGE     SHARED
            """;

    /// @param format empty: Docker's tables; else `json` or a template over all of it
    String of(String format, boolean terminal) {
        List<Document> containers = usage.containers().stream().map(this::container).toList();
        List<Document> volumes = usage.volumes().stream().map(UsageDetails::volume).toList();
        if (!format.isEmpty()) {
            Document all =
                    Document.with("Images", List.of())
                            .and("Containers", containers)
                            .and("Volumes", volumes)
                            .and("BuildCache", List.of())
                            .build();
            return Shown.of(all, format, terminal);
        }
        return IMAGES
                + CONTAINERS.of(containers, "", terminal)
                + "\nLocal Volumes space usage:\n\n"
                + VOLUMES.of(volumes, "", terminal)
                + BUILD_CACHE;
    }

    private Document container(Usage.Part<Container> part) {
        return Document.with("Size", Size.decimal(part.bytes()))
                .andAll(ContainerRow.of(part.thing(), now, false, zone))
                .build();
    }

    private static Document volume(Usage.Part<Volume> part) {
        return VolumeRow.of(part.thing(), String.valueOf(part.users()), Size.decimal(part.bytes()));
    }
}
