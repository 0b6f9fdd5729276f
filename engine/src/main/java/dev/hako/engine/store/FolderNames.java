package dev.hako.engine.store;

import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Stat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The names in a folder, read again only where they may have changed.
///
/// A folder's time of modification tells that names came or went. The kernel takes it from a clock
/// that stands still for some milliseconds, and what changes meanwhile leaves no trace: so what was
/// read is believed later only if the folder had been at rest for longer than that.
///
/// Threads: it may be asked by any; two who find a change both read.
final class FolderNames {
    /// More than the longest tick of a kernel's clock, 10 ms.
    private static final Duration REST = Duration.ofMillis(100);

    private final Path folder;
    private final NativePath path;
    private final InstantSource clock;
    private volatile @Nullable Reading last;

    /// @param rested whether the folder was at rest when it was read
    private record Reading(long ino, Instant modified, boolean rested, List<String> names) {
        boolean isStillTrue(Stat now) {
            return rested && ino == now.ino() && modified.equals(now.mtime());
        }
    }

    /// @param folder which need not be there
    FolderNames(Path folder) {
        this(folder, InstantSource.system());
    }

    /// @param clock by which the folder is at rest
    FolderNames(Path folder, InstantSource clock) {
        this.folder = folder;
        this.path = NativePath.of(folder.toString());
        this.clock = clock;
    }

    /// All there are, in no order; none if there is no folder.
    List<String> all() throws IOException {
        Optional<Stat> there = Stat.find(Fd.CWD, path);
        if (there.isEmpty()) {
            return List.of();
        }
        Stat now = there.get();
        Reading known = last;
        if (known != null && known.isStillTrue(now)) {
            return known.names;
        }
        boolean rested = now.mtime().plus(REST).isBefore(clock.instant());
        Reading fresh = new Reading(now.ino(), now.mtime(), rested, List.copyOf(in(folder)));
        last = fresh;
        return fresh.names;
    }

    /// The names in a folder as they are now.
    static List<String> in(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        }
        return names;
    }
}
