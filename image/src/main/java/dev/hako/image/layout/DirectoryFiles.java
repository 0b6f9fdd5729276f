package dev.hako.image.layout;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A layout in a directory, which somebody has named: what links in it lead to is his affair.
public record DirectoryFiles(Path directory) implements BlobFiles {

    @Override
    public InputStream open(String path, long offset) throws IOException {
        try {
            FileChannel channel = FileChannel.open(directory.resolve(path));
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (NoSuchFileException _) {
            throw Failure.notFound("\"" + path + "\" is not in \"" + directory + "\"");
        }
    }

    @Override
    public boolean has(String path) {
        return Files.isRegularFile(directory.resolve(path));
    }

    @Override
    public void close() {
        // Nothing is held open between two reads.
    }
}
