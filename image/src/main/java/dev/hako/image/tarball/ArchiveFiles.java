package dev.hako.image.tarball;

import dev.hako.failure.Failure;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.TarReader;
import dev.hako.image.layout.BlobFiles;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files in a tar archive, read where they lie. Links lead to other members of it, or nowhere.
final class ArchiveFiles implements BlobFiles {
    private static final int MOST_MEMBERS = 1 << 16;
    private static final int MOST_LINKS = 8;

    private final String name;
    private final FileChannel channel;
    private final Map<String, Member> members = new HashMap<>();

    private sealed interface Member {}

    private record Span(long offset, long sizeBytes) implements Member {}

    private record Link(String target) implements Member {}

    private ArchiveFiles(String name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    /// Looks through an archive.
    ///
    /// @param channel an uncompressed archive, which is closed with this object
    static ArchiveFiles of(String name, FileChannel channel) throws IOException {
        ArchiveFiles files = new ArchiveFiles(name, channel);
        channel.position(0);
        new TarReader(Channels.newInputStream(channel))
                .sendTo((entry, _) -> files.add(entry, channel.position()));
        return files;
    }

    private void add(Entry entry, long offset) {
        if (members.size() == MOST_MEMBERS) {
            throw Failure.invalid(
                    "\"" + name + "\" is no archive of images: it has over 65536 members");
        }
        String path = normal(entry.path().toString());
        switch (entry.kind()) {
            case Entry.Regular(long size) -> members.put(path, new Span(offset, size));
            case Entry.HardLink(NativePath target) ->
                    members.put(path, new Link(normal(target.toString())));
            case Entry.SymbolicLink(NativePath target) ->
                    members.put(path, new Link(normal(beside(path, target.toString()))));
            case Entry.Directory _, Entry.Fifo _, Entry.Node _ -> {}
        }
    }

    private static String beside(String path, String target) {
        int slash = path.lastIndexOf('/');
        return target.startsWith("/") || slash < 0 ? target : path.substring(0, slash + 1) + target;
    }

    private static String normal(String path) {
        String whole = Path.of("/", path).normalize().toString();
        return whole.substring(1);
    }

    @Override
    public boolean has(String path) {
        return find(path) != null;
    }

    /// How long a member is.
    long sizeBytes(String path) {
        return require(path).sizeBytes;
    }

    private Span require(String path) {
        Span span = find(path);
        if (span == null) {
            throw Failure.notFound("\"" + path + "\" is not in the archive \"" + name + "\"");
        }
        return span;
    }

    private @Nullable Span find(String path) {
        String at = normal(path);
        for (int links = 0; links < MOST_LINKS; links++) {
            switch (members.get(at)) {
                case null -> {
                    return null;
                }
                case Span span -> {
                    return span;
                }
                case Link(String target) -> at = target;
            }
        }
        return null;
    }

    @Override
    public InputStream open(String path, long offset) {
        Span span = require(path);
        return new Reading(span.offset + offset, span.sizeBytes - offset);
    }

    /// Reads a part of the archive at its own position, beside others.
    private final class Reading extends InputStream {
        private long at;
        private long left;

        private Reading(long at, long left) {
            this.at = at;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int wanted = (int) Math.min(length, left);
            if (wanted <= 0) {
                return length == 0 ? 0 : -1;
            }
            int count = channel.read(ByteBuffer.wrap(bytes, offset, wanted), at);
            if (count > 0) {
                at += count;
                left -= count;
            }
            return count;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Failure.internal("cannot close \"" + name + "\": " + e, e);
        }
    }
}
