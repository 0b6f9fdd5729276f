package dev.hako.build.solve;

import dev.hako.engine.Engine;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Flock;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

/// Directories that are made once for all builds that need them. They lie beside the caches of
/// `RUN` and go with them, but not while somebody holds one.
public final class KeptDirectory {
    private KeptDirectory() {}

    /// Makes one.
    public interface Making {
        /// Makes it.
        ///
        /// @param target which is not there yet
        void at(Path target) throws IOException, InterruptedException;
    }

    /// The one of a key, which says all that it is made of. It stays as long as it is open.
    public static Fd find(Engine engine, Digest key, Making making)
            throws IOException, InterruptedException {
        Path caches = RunMounts.caches(engine.info().locations());
        Path kept = caches.resolve(key.hex());
        while (true) {
            if (!Files.isDirectory(kept)) {
                Files.createDirectories(caches);
                make(caches.resolve("." + UUID.randomUUID()), kept, making);
            }
            Fd held = Open.open(kept.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
            Flock.shared(held);
            if (Files.isDirectory(kept) && isStill(held, kept)) {
                Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
                return held;
            }
            held.close();
        }
    }

    /// Somebody may have removed it before it was held.
    private static boolean isStill(Fd held, Path kept) {
        return Stat.of(held).isSameFile(Stat.at(Fd.CWD, NativePath.of(kept.toString()), 0));
    }

    private static void make(Path fresh, Path kept, Making making)
            throws IOException, InterruptedException {
        try {
            making.at(fresh);
            Files.move(fresh, kept);
        } catch (IOException e) {
            if (!Files.isDirectory(kept)) {
                throw e;
            }
        } finally {
            if (Files.exists(fresh)) {
                FileTree.delete(fresh);
            }
        }
    }
}
