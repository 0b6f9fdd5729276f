package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.output.Words;
import dev.hako.engine.volume.Volume;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/// A volume as `hako volume ls` and `inspect` show it, under the names that Docker uses.
final class VolumeRow {
    /// What stands over each field in a table.
    static final Document HEADINGS =
            Document.with("Driver", "DRIVER")
                    .and("Labels", "LABELS")
                    .and("Links", "LINKS")
                    .and("Mountpoint", "MOUNTPOINT")
                    .and("Name", "VOLUME NAME")
                    .and("Scope", "SCOPE")
                    .and("Size", "SIZE")
                    .and("Label", (Document.Method) Words::labelHeading)
                    .build();

    private static final String SCOPE = "local";
    private static final String UNKNOWN = "N/A";

    private VolumeRow() {}

    static Document of(Volume volume) {
        return of(volume, UNKNOWN, UNKNOWN);
    }

    /// @param links how many containers use it
    /// @param size on the disk
    static Document of(Volume volume, String links, String size) {
        return Document.with("Driver", Volume.DRIVER)
                .and("Labels", Words.pairs(volume.labels()))
                .and("Links", links)
                .and("Mountpoint", volume.mountpoint().toString())
                .and("Name", volume.name())
                .and("Scope", SCOPE)
                .and("Size", size)
                .and("Label", Words.labelOf(volume.labels()))
                .build();
    }

    /// Everything about one volume.
    static Document details(Volume volume) {
        return Document.with(
                        "CreatedAt", volume.createdAt().truncatedTo(ChronoUnit.SECONDS).toString())
                .and("Driver", Volume.DRIVER)
                .and("Labels", new TreeMap<>(volume.labels()))
                .and("Mountpoint", volume.mountpoint().toString())
                .and("Name", volume.name())
                .and("Options", new TreeMap<>(volume.options()))
                .and("Scope", SCOPE)
                .build();
    }
}
