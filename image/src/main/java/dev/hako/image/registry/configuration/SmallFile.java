package dev.hako.image.registry.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/// A file that somebody configures something with.
public final class SmallFile {
    private static final int MOST_BYTES = 1 << 20;

    private SmallFile() {}

    /// The whole file, if there is one.
    ///
    /// @throws IOException if it cannot be read, or has more than 1 MiB
    public static Optional<byte[]> read(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("more than " + MOST_BYTES + " bytes");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }
}
