package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.output.Words;
import dev.hako.app.value.Durations;
import dev.hako.app.value.Size;
import dev.hako.engine.library.ImageAge;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An image under one of its names, as `hako images` shows it, under Docker's field names.
///
/// @param tag empty: it has none
/// @param digest what it is called by in its registry; empty: it is from none
record ImageRow(
        StoredImage image, String repository, Optional<String> tag, Optional<String> digest) {
    /// What stands over each field in a table.
    static final Document HEADINGS =
            Document.with("ID", "IMAGE ID")
                    .and("Repository", "REPOSITORY")
                    .and("Tag", "TAG")
                    .and("Digest", "DIGEST")
                    .and("CreatedSince", "CREATED")
                    .and("CreatedAt", "CREATED AT")
                    .and("Size", "SIZE")
                    .and("VirtualSize", "SIZE")
                    .and("SharedSize", "SHARED SIZE")
                    .and("UniqueSize", "UNIQUE SIZE")
                    .and("Containers", "CONTAINERS")
                    .and("Platform", "PLATFORM")
                    .build();

    private static final String NONE = "<none>";
    private static final String UNKNOWN = "N/A";
    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z", Locale.ROOT);

    /// How rows are shown.
    ///
    /// @param whole whether nothing is shortened
    record Manner(Instant now, ZoneId zone, boolean whole) {}

    /// How much room an image takes.
    ///
    /// @param shared of which other images have so much, too; empty: nobody has looked
    /// @param containers that are made of it
    record Room(long bytes, Optional<Long> shared, Optional<Integer> containers) {
        static Room of(long bytes) {
            return new Room(bytes, Optional.empty(), Optional.empty());
        }
    }

    /// A row for each tag, for each digest without one, or one for an image without a name.
    static List<ImageRow> of(StoredImage image) {
        List<ImageRow> rows = new ArrayList<>();
        List<ImageReference> digests = new ArrayList<>(image.digests());
        for (ImageReference tag : image.tags()) {
            Optional<ImageReference> digest =
                    digests.stream()
                            .filter(each -> repository(each).equals(repository(tag)))
                            .findFirst();
            rows.add(
                    new ImageRow(
                            image,
                            repository(tag),
                            Optional.ofNullable(tag.tag()),
                            digest.map(ImageRow::digestOf)));
        }
        for (ImageReference digest : digests) {
            boolean shown =
                    rows.stream().anyMatch(row -> row.repository.equals(repository(digest)));
            if (!shown) {
                rows.add(
                        new ImageRow(
                                image,
                                repository(digest),
                                Optional.empty(),
                                Optional.of(digestOf(digest))));
            }
        }
        return rows.isEmpty()
                ? List.of(new ImageRow(image, NONE, Optional.empty(), Optional.empty()))
                : rows;
    }

    private static String digestOf(ImageReference name) {
        return String.valueOf(name.digest());
    }

    private static String repository(ImageReference name) {
        String familiar = name.familiar();
        int at = familiar.indexOf('@');
        String tagged = at < 0 ? familiar : familiar.substring(0, at);
        int colon = tagged.lastIndexOf(':');
        return colon > tagged.lastIndexOf('/') ? tagged.substring(0, colon) : tagged;
    }

    /// What it is called, as users write it.
    String name() {
        return repository + ":" + tag.orElse(NONE);
    }

    Document document(Room room, Manner manner) {
        String id = manner.whole ? image.id().toString() : Words.shortId(image.id().hex());
        Instant created = ImageAge.of(image);
        return Document.with("ID", id)
                .and("Repository", repository)
                .and("Tag", tag.orElse(NONE))
                .and("Digest", digest.orElse(NONE))
                .and("CreatedSince", since(created, manner.now))
                .and("CreatedAt", CREATED.format(created.atZone(manner.zone)))
                .and("Size", Size.roughly(room.bytes))
                .and("VirtualSize", Size.roughly(room.bytes))
                .and("SharedSize", room.shared.map(Size::roughly).orElse(UNKNOWN))
                .and(
                        "UniqueSize",
                        room.shared.map(bytes -> Size.roughly(room.bytes - bytes)).orElse(UNKNOWN))
                .and("Containers", room.containers.map(String::valueOf).orElse(UNKNOWN))
                .and("Platform", image.config().platform().toString())
                .build();
    }

    /// How long ago that was.
    static String since(Instant then, Instant now) {
        if (then.equals(Instant.EPOCH)) {
            return UNKNOWN;
        }
        Duration age = now.isBefore(then) ? Duration.ZERO : Duration.between(then, now);
        return Durations.roughly(age) + " ago";
    }
}
