package dev.hako.image.blob;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// A blob that is being written. Closing it keeps what has come for the next try.
public final class PartialBlob implements AutoCloseable {
    private static final int MODE = 0644;

    private final Path whole;
    private final Path part;
    private final Descriptor blob;
    private final Fd file;

    private PartialBlob(Path whole, Descriptor blob, Fd file) {
        this.whole = whole;
        this.part = partOf(whole);
        this.blob = blob;
        this.file = file;
    }

    private static Path partOf(Path whole) {
        return whole.resolveSibling(whole.getFileName() + Blobs.PART);
    }

    /// Opens the file once nobody else writes it. The one who did has renamed or removed it, maybe.
    static PartialBlob open(Path whole, Descriptor blob) {
        while (true) {
            NativePath name = NativePath.of(partOf(whole).toString());
            Fd file = Open.openat(Fd.CWD, name, Open.O_RDWR | Open.O_CREAT, MODE);
            Flock.exclusive(file);
            Optional<Stat> named = Stat.find(Fd.CWD, name);
            if (named.filter(stat -> stat.isSameFile(Stat.of(file))).isPresent()) {
                return new PartialBlob(whole, blob, file);
            }
            file.close();
        }
    }

    /// Removes a partial blob, unless somebody writes it.
    static void removeIdle(Path part) throws IOException {
        try (Fd file = Open.open(part.toString(), Open.O_RDONLY)) {
            if (Flock.tryExclusive(file)) {
                Files.deleteIfExists(part);
            }
        }
    }

    /// Whether another has finished it while this one waited.
    public boolean isDone() throws IOException {
        return Files.exists(whole) && Files.size(whole) == blob.sizeBytes();
    }

    /// How much has come already.
    public long lengthBytes() {
        return Stat.of(file).size();
    }

    /// Where the rest of a blob comes from.
    public interface Rest {
        /// The blob from some byte on.
        InputStream from(long offset) throws IOException;
    }

    /// The whole blob: first what has come already, then the rest, which is kept as it comes. What
    /// is read is hashed; [#publish] compares it.
    public ArrivingBlob arriving(Rest rest) {
        if (lengthBytes() > blob.sizeBytes()) {
            file.truncate(0);
        }
        return new ArrivingBlob(blob, part, file, rest);
    }

    /// Takes a content that is in memory and has been compared.
    void take(byte[] bytes) throws IOException {
        try {
            file.truncate(0);
            file.seek(0, 0);
            file.writeAll(bytes);
        } catch (KernelException e) {
            throw DiskFailures.of(part, e);
        }
        rename();
    }

    /// Gives the blob its name, once all of it has come and is what it should be.
    ///
    /// @throws Failure `INVALID` if it is not; what has come is gone then
    public void publish(ArrivingBlob arrived) throws IOException {
        try {
            arrived.requireWhole();
        } catch (Failure e) {
            discard();
            throw e;
        }
        rename();
    }

    private void rename() throws IOException {
        try {
            file.fdatasync();
        } catch (KernelException e) {
            throw DiskFailures.of(part, e);
        }
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Throws away what has come.
    public void discard() throws IOException {
        Files.deleteIfExists(part);
    }

    /// An empty file is of no use to anybody.
    @Override
    public void close() {
        try {
            if (lengthBytes() == 0) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw Failure.internal("cannot remove \"" + part + "\": " + e, e);
        } finally {
            file.close();
        }
    }
}
