package dev.hako.image.archive;

import static dev.hako.image.archive.TarFormat.*;

import dev.hako.failure.Failure;
import dev.hako.kernel.Device;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes entries of tar headers, extended ones included.
final class TarHeaders {
    /// The most bytes of an extended header; a name alone has 4 KiB, an attribute 64 KiB.
    private static final int MAX_EXTENDED = 1 << 20;

    private static final int MAX_NAME = 4096;
    private static final int OLD_PERMISSIONS = 07777;

    private static final long MAX_SECONDS = 1L << 40;

    /// The bit that a base-256 number begins with.
    private static final int BASE_256 = 0x80;

    private final Source source;
    private final Map<String, byte[]> global = new HashMap<>();
    private final Map<String, byte[]> local = new HashMap<>();

    /// What follows a header.
    interface Source {
        /// Reads exactly `length` bytes.
        void read(byte[] bytes, int length) throws IOException;
    }

    TarHeaders(Source source) {
        this.source = source;
    }

    /// The entry a header is of; nothing if it only says something of the next.
    Optional<Entry> read(byte[] header) throws IOException {
        requireChecksum(header);
        switch ((char) header[TYPE]) {
            case PAX -> readPax(extended(header), local);
            case GLOBAL_PAX -> readPax(extended(header), global);
            case GNU_NAME -> local.put("path", unterminated(extended(header)));
            case GNU_LINK -> local.put("linkpath", unterminated(extended(header)));
            default -> {
                Entry entry = entry(header);
                local.clear();
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /// Some old programs added the bytes up as signed.
    private static void requireChecksum(byte[] header) {
        int signed = CHECKSUM_LENGTH * ' ';
        for (int i = 0; i < BLOCK; i++) {
            signed += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? 0 : header[i];
        }
        long said = number(header, CHECKSUM, CHECKSUM_LENGTH);
        if (said != checksum(header) && said != signed) {
            throw Failure.invalid("it is no tar archive, or is damaged")
                    .hint("unpack a compressed archive first, as with `gzip -dc`");
        }
    }

    private byte[] extended(byte[] header) throws IOException {
        long size = number(header, SIZE, NUMBER_LENGTH);
        if (size < 0 || size > MAX_EXTENDED) {
            throw damaged("an extended header of " + size + " bytes");
        }
        byte[] bytes = new byte[(int) size];
        source.read(bytes, bytes.length);
        source.read(new byte[BLOCK], padding(size));
        return bytes;
    }

    private static byte[] unterminated(byte[] bytes) {
        return TarReader.name(bytes, 0, bytes.length).bytes();
    }

    /// Records of `LENGTH KEY=VALUE\n`.
    private static void readPax(byte[] bytes, Map<String, byte[]> into) {
        int at = 0;
        while (at < bytes.length) {
            int space = indexOf(bytes, ' ', at, bytes.length);
            int length = recordLength(bytes, at, space);
            int end = at + length - 1;
            int equals = indexOf(bytes, '=', space, end);
            String key =
                    new String(bytes, space + 1, equals - space - 1, StandardCharsets.ISO_8859_1);
            into.put(key, Arrays.copyOfRange(bytes, equals + 1, end));
            at += length;
        }
    }

    private static int recordLength(byte[] bytes, int at, int space) {
        long length = decimal(Arrays.copyOfRange(bytes, at, space));
        if (length <= space - at + 1 || length > bytes.length - at) {
            throw damaged("an extended header's record of " + length + " bytes");
        }
        if (bytes[at + (int) length - 1] != '\n') {
            throw damaged("an extended header's record without its end");
        }
        return (int) length;
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw damaged("an extended header's record without \"" + wanted + "\"");
    }

    private Entry entry(byte[] header) {
        NativePath path = path(header);
        Entry.Kind kind = kind(header, path);
        return new Entry(path, kind, metadata(header));
    }

    private byte @Nullable [] record(String key) {
        byte[] value = local.get(key);
        return value != null ? value : global.get(key);
    }

    private NativePath path(byte[] header) {
        byte[] whole = record("path");
        if (whole != null) {
            return bounded(whole);
        }
        NativePath name = TarReader.name(header, NAME, NAME_LENGTH);
        boolean posix = header[MAGIC + 5] == 0 && header[MAGIC] == 'u';
        NativePath prefix = TarReader.name(header, PREFIX, PREFIX_LENGTH);
        return posix && !prefix.isEmpty() && !name.isAbsolute() ? prefix.resolve(name) : name;
    }

    private NativePath link(byte[] header) {
        byte[] whole = record("linkpath");
        return whole != null ? bounded(whole) : TarReader.name(header, LINK, NAME_LENGTH);
    }

    private static NativePath bounded(byte[] name) {
        if (name.length >= MAX_NAME) {
            throw damaged("a name of " + name.length + " bytes");
        }
        try {
            return NativePath.of(name);
        } catch (IllegalArgumentException e) {
            throw damaged("a name with a NUL in it");
        }
    }

    private Entry.Kind kind(byte[] header, NativePath path) {
        refuseSparse(header);
        return switch ((char) header[TYPE]) {
            case SYMBOLIC_LINK -> new Entry.SymbolicLink(link(header));
            case HARD_LINK -> new Entry.HardLink(link(header));
            case DIRECTORY -> new Entry.Directory();
            case FIFO -> new Entry.Fifo();
            case CHARACTER -> new Entry.Node(FileType.CHARACTER_DEVICE, device(header));
            case BLOCK_DEVICE -> new Entry.Node(FileType.BLOCK_DEVICE, device(header));
            case REGULAR, '\0', '7' -> regular(header, path);
            default ->
                    throw Failure.unsupported(
                            "the archive has a member \"%s\" of the unknown type %d"
                                    .formatted(path, header[TYPE] & 0xff));
        };
    }

    /// Before ustar a directory was a file whose name ends with a slash.
    private Entry.Kind regular(byte[] header, NativePath path) {
        byte[] bytes = path.bytes();
        return bytes.length > 0 && bytes[bytes.length - 1] == '/'
                ? new Entry.Directory()
                : new Entry.Regular(size(header));
    }

    private void refuseSparse(byte[] header) {
        boolean pax = local.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
        if (pax || header[TYPE] == GNU_SPARSE) {
            throw Failure.unsupported("the archive has a sparse file in it")
                    .hint("make it without tar's option --sparse");
        }
    }

    private static Device device(byte[] header) {
        long major = number(header, DEVMAJOR, ID_LENGTH);
        long minor = number(header, DEVMINOR, ID_LENGTH);
        if (major < 0 || major > 0xfff || minor < 0 || minor > 0xfffff) {
            throw damaged("a device number that Linux has not");
        }
        return new Device((int) major, (int) minor);
    }

    private long size(byte[] header) {
        byte[] said = record("size");
        long size = said != null ? decimal(said) : number(header, SIZE, NUMBER_LENGTH);
        if (size < 0) {
            throw damaged("a size below zero");
        }
        return size;
    }

    private Metadata metadata(byte[] header) {
        Map<NativePath, byte[]> xattrs = new HashMap<>();
        for (Map<String, byte[]> records : List.of(global, local)) {
            records.forEach((key, value) -> {
                if (key.startsWith(XATTR) && key.indexOf('\0') < 0) {
                    xattrs.put(attribute(key), value);
                }
            });
        }
        return new Metadata(
                (int) number(header, MODE, ID_LENGTH) & OLD_PERMISSIONS,
                id("uid", header, UID),
                id("gid", header, GID),
                mtime(header),
                xattrs);
    }

    private static NativePath attribute(String key) {
        return NativePath.of(key.substring(XATTR.length()).getBytes(StandardCharsets.ISO_8859_1));
    }

    private int id(String key, byte[] header, int at) {
        byte[] said = record(key);
        long id = said != null ? decimal(said) : number(header, at, ID_LENGTH);
        if (id < 0 || id > 0xfffffffeL) {
            throw damaged("the owner " + id);
        }
        return (int) id;
    }

    private Instant mtime(byte[] header) {
        byte[] said = record("mtime");
        if (said == null) {
            return seconds(number(header, MTIME, NUMBER_LENGTH));
        }
        String text = new String(said, StandardCharsets.ISO_8859_1);
        if (!text.matches("-?\\d{1,11}(\\.\\d{0,32})?")) {
            throw damaged("a time that is no number");
        }
        var time = new BigDecimal(text.endsWith(".") ? text + "0" : text);
        return Instant.ofEpochSecond(
                time.setScale(0, RoundingMode.FLOOR).longValueExact(),
                time.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }

    private static Instant seconds(long value) {
        if (Math.abs(value) > MAX_SECONDS) {
            throw damaged("a time in the year of " + value + " seconds");
        }
        return Instant.ofEpochSecond(value);
    }

    private static long decimal(byte[] text) {
        if (text.length == 0 || text.length > 18) {
            throw damaged("a number of " + text.length + " digits");
        }
        long value = 0;
        for (byte b : text) {
            if (b < '0' || b > '9') {
                throw damaged("a number with other characters than digits");
            }
            value = value * 10 + b - '0';
        }
        return value;
    }

    /// Octal digits between blanks, or GNU's big-endian bytes with the first bit set.
    private static long number(byte[] header, int at, int length) {
        if ((header[at] & BASE_256) != 0) {
            return base256(header, at, length);
        }
        long value = 0;
        boolean ended = false;
        for (int i = at; i < at + length; i++) {
            boolean blank = header[i] == ' ' || header[i] == 0;
            boolean digit = header[i] >= '0' && header[i] <= '7';
            if (!blank && (!digit || ended)) {
                throw Failure.invalid("it is no tar archive, or is damaged");
            }
            ended |= blank && value > 0;
            value = digit ? value << 3 | header[i] - '0' : value;
        }
        return value;
    }

    private static long base256(byte[] header, int at, int length) {
        boolean negative = (header[at] & 0x40) != 0;
        long value = negative ? header[at] : header[at] & 0x3f;
        for (int i = at + 1; i < at + length; i++) {
            if (value >>> 54 != 0 && !negative) {
                throw damaged("a number of more than 62 bits");
            }
            value = value << 8 | header[i] & 0xff;
        }
        return value;
    }

    private static Failure damaged(String what) {
        return Failure.invalid("the archive is damaged: " + what);
    }
}
