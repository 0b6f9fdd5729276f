package dev.hako.build.files;

import dev.hako.failure.Failure;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.TarReader;
import dev.hako.image.tarball.Unpacked;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Stat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tukaani.xz.XZInputStream;

/// A tar archive that an `ADD` unpacks, compressed with gzip, xz or zstd or not at all.
public record Archive(Fd file) implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int MAGIC_AT = 257;
    private static final byte[] MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
    private static final byte[] BZIP2 = {'B', 'Z', 'h'};
    private static final Pattern PACKED = Pattern.compile("(?i).*\\.(tar\\.bz2|tbz|tbz2)");

    /// What the largest presets of xz need to read, xz(1).
    private static final int MOST_KIB = 66 << 10;

    /// The archive that a source is; empty if it is a file or a directory like others.
    ///
    /// @throws Failure `UNSUPPORTED` if it is compressed in another way
    public static Optional<Archive> find(FileSource source, String path) throws IOException {
        NativePath name = Paths.join(Paths.names(path));
        Optional<Fd> opened = source.isIgnored(name) ? Optional.empty() : source.find(name);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        Archive archive = new Archive(opened.get());
        try {
            if (Stat.of(opened.get()).type() == FileType.REGULAR && archive.isArchive(path)) {
                return Optional.of(archive);
            }
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
        archive.close();
        return Optional.empty();
    }

    private InputStream open() throws IOException {
        return Files.newInputStream(Path.of(file.procPath().toString()));
    }

    private boolean isArchive(String path) throws IOException {
        try (InputStream in = new BufferedInputStream(open(), BLOCK)) {
            in.mark(BLOCK);
            byte[] head = in.readNBytes(XZ.length);
            in.reset();
            if (PACKED.matcher(path).matches() && begins(head, BZIP2)) {
                throw Failure.unsupported(
                                "\""
                                        + path
                                        + "\" is compressed with bzip2, which ADD does not unpack here")
                        .hint(
                                "compress it with gzip, xz or zstd, or COPY it and unpack it in a RUN");
            }
            try (InputStream content = unpacked(in)) {
                byte[] block = content.readNBytes(BLOCK);
                return block.length == BLOCK
                        && Arrays.equals(
                                block, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length);
            } catch (Failure | IOException e) {
                // What begins like something compressed and is not is a file like others.
                return false;
            }
        }
    }

    /// @param in is closed with the answer
    private static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(XZ.length);
        byte[] head = buffered.readNBytes(XZ.length);
        buffered.reset();
        return Unpacked.of(begins(head, XZ) ? new XZInputStream(buffered, MOST_KIB) : buffered);
    }

    private static boolean begins(byte[] head, byte[] magic) {
        return head.length >= magic.length
                && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }

    /// Gives its files to a sink, below a directory. One that is there stays as it is, whatever the
    /// archive says of its own top.
    public void sendTo(EntrySink sink, Copying.Target target) throws IOException {
        List<NativePath> to = Paths.names(target.path());
        try (InputStream content = unpacked(open())) {
            new TarReader(content)
                    .sendTo((entry, bytes) -> {
                        if (target.there() && Paths.names(entry.path()).isEmpty()) {
                            return;
                        }
                        Entry.Kind kind =
                                entry.kind() instanceof Entry.HardLink(NativePath linked)
                                        ? new Entry.HardLink(below(to, linked))
                                        : entry.kind();
                        sink.add(new Entry(below(to, entry.path()), kind, entry.metadata()), bytes);
                    });
        }
    }

    private static NativePath below(List<NativePath> directory, NativePath path) {
        return Paths.join(Paths.plus(directory, Paths.names(path)));
    }

    @Override
    public void close() {
        file.close();
    }
}
