package dev.hako.app.command;

import dev.hako.app.value.KeyValue;
import dev.hako.engine.library.ImageAge;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.image.store.StoredImage;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which images `hako images` shows.
///
/// @param filters what `--filter` was given
/// @param until only those made before; empty: whenever
record ImageFilter(ImageLibrary library, Filters filters, Optional<Instant> until) {
    static final Set<String> KEYS =
            Set.of("before", "dangling", "label", "reference", "since", "until");

    static ImageFilter of(ImageLibrary library, List<KeyValue> given, ImageRow.Manner manner) {
        Filters filters = Filters.of(given, KEYS);
        return new ImageFilter(library, filters, filters.until(manner.now(), manner.zone()));
    }

    boolean accepts(StoredImage image) {
        Instant made = ImageAge.of(image);
        return filters.labels(image.labels())
                && filters.any("dangling", word -> Filters.isTrue(word) == image.dangling())
                && filters.any("before", name -> made.isBefore(madeAt(name)))
                && filters.any("since", name -> made.isAfter(madeAt(name)))
                && until.filter(moment -> !made.isBefore(moment)).isEmpty();
    }

    private Instant madeAt(String name) {
        return ImageAge.of(library.image(name));
    }

    /// Whether a row has a name that is wanted.
    boolean accepts(ImageRow row) {
        return filters.any("reference", pattern -> matches(row, pattern));
    }

    /// As Go's `path.Match`: against the name, and against its repository.
    static boolean matches(ImageRow row, String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return matcher.matches(Path.of(row.name())) || matcher.matches(Path.of(row.repository()));
    }
}
