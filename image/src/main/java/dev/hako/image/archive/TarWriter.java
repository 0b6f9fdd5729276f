package dev.hako.image.archive;

import static dev.hako.image.archive.TarFormat.*;

import dev.hako.kernel.Device;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes a tar archive: ustar headers, and pax ones before them where ustar has no room (long
/// names, large numbers, extended attributes). Equal entries give equal bytes.
///
/// Times are whole seconds, as Docker writes them. Names are written as they are; if a pax header
/// holds one that is not UTF-8, it says `hdrcharset=BINARY`, as POSIX wants.
public final class TarWriter implements EntrySink, AutoCloseable {
    private static final byte[] MAGIC_AND_VERSION =
            "ustar\00000".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ZEROS = new byte[2 * BLOCK];
    private static final Metadata PAX_METADATA = new Metadata(0644, 0, 0, Instant.EPOCH, Map.of());

    private final OutputStream out;

    /// @param out stays its owner's, who closes it after this
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void add(Entry entry, Content content) throws IOException {
        EntrySink.checkInterrupt();
        byte[] path = path(entry);
        byte[] link = link(entry.kind());
        Map<String, byte[]> pax = pax(entry, path, link);
        if (!pax.isEmpty()) {
            writePax(pax);
        }
        writeHeader(new Header(path, link, type(entry.kind()), entry));
        if (entry.kind() instanceof Entry.Regular) {
            content.writeTo(out);
            out.write(ZEROS, 0, padding(entry.size()));
        }
    }

    /// One header's parts.
    private record Header(byte[] path, byte[] link, char type, Entry entry) {}

    /// A directory's name ends with a slash.
    private static byte[] path(Entry entry) {
        byte[] path = entry.path().bytes();
        if (entry.kind() instanceof Entry.Directory
                && (path.length == 0 || path[path.length - 1] != '/')) {
            path = Arrays.copyOf(path, path.length + 1);
            path[path.length - 1] = '/';
        }
        return path;
    }

    private static byte[] link(Entry.Kind kind) {
        return switch (kind) {
            case Entry.SymbolicLink(NativePath target) -> target.bytes();
            case Entry.HardLink(NativePath target) -> target.bytes();
            case Entry.Directory _, Entry.Regular _, Entry.Fifo _, Entry.Node _ -> new byte[0];
        };
    }

    private static char type(Entry.Kind kind) {
        return switch (kind) {
            case Entry.Directory _ -> DIRECTORY;
            case Entry.Regular _ -> REGULAR;
            case Entry.SymbolicLink _ -> SYMBOLIC_LINK;
            case Entry.HardLink _ -> HARD_LINK;
            case Entry.Fifo _ -> FIFO;
            case Entry.Node(FileType type, Device _) ->
                    type == FileType.BLOCK_DEVICE ? BLOCK_DEVICE : CHARACTER;
        };
    }

    private static Map<String, byte[]> pax(Entry entry, byte[] path, byte[] link) {
        Map<String, byte[]> pax = new TreeMap<>();
        if (path.length > NAME_LENGTH) {
            pax.put("path", path);
        }
        if (link.length > NAME_LENGTH) {
            pax.put("linkpath", link);
        }
        Metadata metadata = entry.metadata();
        putNumber(pax, "size", entry.size(), MAX_NUMBER);
        putNumber(pax, "uid", Integer.toUnsignedLong(metadata.uid()), MAX_ID);
        putNumber(pax, "gid", Integer.toUnsignedLong(metadata.gid()), MAX_ID);
        putNumber(pax, "mtime", metadata.mtime().getEpochSecond(), MAX_NUMBER);
        metadata.xattrs()
                .forEach((name, value) ->
                        pax.put(
                                XATTR + new String(name.bytes(), StandardCharsets.ISO_8859_1),
                                value));
        return pax;
    }

    private static void putNumber(Map<String, byte[]> pax, String key, long value, long most) {
        if (value < 0 || value > most) {
            pax.put(key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void writePax(Map<String, byte[]> pax) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (!isText(pax.get("path")) || !isText(pax.get("linkpath"))) {
            append(records, "hdrcharset", "BINARY".getBytes(StandardCharsets.US_ASCII));
        }
        pax.forEach((key, value) -> append(records, key, value));
        byte[] bytes = records.toByteArray();
        Entry entry =
                new Entry(
                        NativePath.of("PaxHeaders/0"),
                        new Entry.Regular(bytes.length),
                        PAX_METADATA);
        writeHeader(new Header(entry.path().bytes(), new byte[0], PAX, entry));
        out.write(bytes);
        out.write(ZEROS, 0, padding(bytes.length));
    }

    private static boolean isText(byte @Nullable [] bytes) {
        if (bytes == null) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// `LENGTH KEY=VALUE\n`, where the length counts its own digits.
    private static void append(ByteArrayOutputStream records, String key, byte[] value) {
        byte[] name = key.getBytes(StandardCharsets.ISO_8859_1);
        int rest = name.length + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        if (rest + Integer.toString(length).length() != length) {
            length = rest + Integer.toString(length).length();
        }
        records.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        records.write(' ');
        records.writeBytes(name);
        records.write('=');
        records.writeBytes(value);
        records.write('\n');
    }

    private void writeHeader(Header header) throws IOException {
        byte[] block = new byte[BLOCK];
        Metadata metadata = header.entry.metadata();
        putBytes(block, NAME, header.path);
        putOctal(block, MODE, ID_LENGTH, metadata.permissions());
        putOctal(block, UID, ID_LENGTH, within(Integer.toUnsignedLong(metadata.uid()), MAX_ID));
        putOctal(block, GID, ID_LENGTH, within(Integer.toUnsignedLong(metadata.gid()), MAX_ID));
        putOctal(block, SIZE, NUMBER_LENGTH, within(header.entry.size(), MAX_NUMBER));
        long mtime = metadata.mtime().getEpochSecond();
        putOctal(block, MTIME, NUMBER_LENGTH, within(mtime, MAX_NUMBER));
        block[TYPE] = (byte) header.type;
        putBytes(block, LINK, header.link);
        System.arraycopy(MAGIC_AND_VERSION, 0, block, MAGIC, MAGIC_AND_VERSION.length);
        if (header.entry.kind() instanceof Entry.Node(FileType _, Device device)) {
            putOctal(block, DEVMAJOR, ID_LENGTH, device.major());
            putOctal(block, DEVMINOR, ID_LENGTH, device.minor());
        }
        putOctal(block, CHECKSUM, CHECKSUM_LENGTH - 1, checksum(block));
        block[CHECKSUM + CHECKSUM_LENGTH - 1] = ' ';
        out.write(block);
    }

    /// A number that has no room here is in the pax header.
    private static long within(long value, long most) {
        return value < 0 || value > most ? 0 : value;
    }

    /// As much of a name as there is room for; the whole is in the pax header then.
    private static void putBytes(byte[] block, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, NAME_LENGTH));
    }

    /// Octal digits and a NUL.
    private static void putOctal(byte[] block, int at, int length, long value) {
        long left = value;
        for (int i = at + length - 2; i >= at; i--) {
            block[i] = (byte) ('0' + (left & 7));
            left >>= 3;
        }
    }

    /// Writes the end of the archive.
    @Override
    public void close() throws IOException {
        out.write(ZEROS);
    }
}
