package dev.hako.image.tarball;

import dev.hako.image.compression.Decompression;
import dev.hako.image.compression.Limits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes a stream to a file that has no name, so that it is gone with whoever reads it.
final class Spool {
    private static final int BUFFER = 1 << 16;
    private static final int MAGIC_AT = 257;
    private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};

    private Spool() {}

    /// Whether a file can be read where it lies: it is an archive that is not compressed.
    static boolean isPlain(FileChannel channel) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(MAGIC.length);
        channel.read(magic, MAGIC_AT);
        return magic.flip().equals(ByteBuffer.wrap(MAGIC));
    }

    static FileChannel of(FileChannel compressed, Path scratch) throws IOException {
        return of(Channels.newInputStream(compressed.position(0)), scratch);
    }

    static FileChannel of(InputStream in, Path scratch) throws IOException {
        Path file = Files.createTempFile(scratch, ".archive", "");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(file);
        try {
            copy(decompressed(in), channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void copy(InputStream in, FileChannel channel) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
            ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }

    static InputStream decompressed(InputStream in) throws IOException {
        return Decompression.open(new BufferedInputStream(in, BUFFER), Limits.LAYER);
    }
}
