package dev.hako.image.archive;

import static dev.hako.image.archive.TarFormat.*;
import static dev.hako.image.archive.TarNumbers.damaged;
import static dev.hako.image.archive.TarNumbers.decimal;
import static dev.hako.image.archive.TarNumbers.number;

import dev.hako.failure.Failure;
import dev.hako.kernel.Device;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes members of tar headers, extended ones included.
final class TarHeaders {
    private static final int MAX_NAME = 4096;
    private static final int MAX_ATTRIBUTE_NAME = 255;
    private static final int MAX_ATTRIBUTE = 1 << 16;
    private static final int OLD_PERMISSIONS = 07777;

    private final Source source;
    private final PaxRecords records = new PaxRecords();

    /// What follows a header.
    interface Source {
        /// Reads exactly `length` bytes.
        void read(byte[] bytes, int length) throws IOException;
    }

    TarHeaders(Source source) {
        this.source = source;
    }

    /// The member a header is of; nothing if it only says something of others.
    Optional<Member> read(byte[] header) throws IOException {
        requireChecksum(header);
        switch ((char) header[TYPE]) {
            case PAX -> records.readLocal(extended(header));
            case GLOBAL_PAX -> records.readGlobal(extended(header));
            case GNU_NAME -> records.put("path", unterminated(extended(header)));
            case GNU_LINK -> records.put("linkpath", unterminated(extended(header)));
            case GNU_LABEL -> records.nextMember();
            default -> {
                Member member = member(header);
                records.nextMember();
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /// Some old programs added the bytes up as signed.
    private static void requireChecksum(byte[] header) {
        long said = number(header, CHECKSUM, CHECKSUM_LENGTH);
        if (said != checksum(header) && said != signedChecksum(header)) {
            throw Failure.invalid("it is no tar archive, or is damaged")
                    .hint("unpack a compressed archive first, as with `gzip -dc`");
        }
    }

    private static int signedChecksum(byte[] header) {
        int sum = CHECKSUM_LENGTH * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? 0 : header[i];
        }
        return sum;
    }

    private byte[] extended(byte[] header) throws IOException {
        long size = number(header, SIZE, NUMBER_LENGTH);
        if (size < 0 || size > PaxRecords.MAX_BYTES) {
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

    private Member member(byte[] header) throws IOException {
        NativePath path = path(header);
        Metadata metadata = metadata(header);
        Entry.Kind kind = kind(header, path);
        if (!(kind instanceof Entry.Regular(long stored))) {
            return new Member(new Entry(path, kind, metadata), listing(header), null);
        }
        SparseMap sparse = sparse(header);
        if (sparse == null) {
            return new Member(new Entry(path, kind, metadata), stored, null);
        }
        long left = stored - sparse.mapBytes();
        Entry entry = new Entry(path, new Entry.Regular(sparse.size()), metadata);
        return new Member(entry, left, sparse.ofStored(left));
    }

    /// GNU's incremental archives say what is in a directory.
    private long listing(byte[] header) {
        return header[TYPE] == GNU_DIRECTORY ? size(header) : 0;
    }

    private @Nullable SparseMap sparse(byte[] header) throws IOException {
        if (header[TYPE] == GNU_SPARSE) {
            return SparseMap.old(header, source);
        }
        byte[] map = records.get(SparseMap.PAX_MAP);
        byte[] size = records.get("GNU.sparse.realsize");
        if (size == null) {
            size = records.get("GNU.sparse.size");
        }
        if (size == null) {
            return null;
        }
        if (records.isSaid("GNU.sparse.major")) {
            return SparseMap.ofData(decimal(size), source);
        }
        return SparseMap.ofNumbers(
                decimal(size), map == null ? records.sparseNumbers() : SparseMap.split(map));
    }

    private NativePath path(byte[] header) {
        byte[] whole = records.get("GNU.sparse.name");
        if (whole == null) {
            whole = records.get("path");
        }
        if (whole != null) {
            return bounded(whole);
        }
        NativePath name = TarReader.name(header, NAME, NAME_LENGTH);
        boolean posix = header[MAGIC + 5] == 0 && header[MAGIC] == 'u';
        NativePath prefix = TarReader.name(header, PREFIX, PREFIX_LENGTH);
        return posix && !prefix.isEmpty() && !name.isAbsolute() ? prefix.resolve(name) : name;
    }

    private NativePath link(byte[] header) {
        byte[] whole = records.get("linkpath");
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
        return switch ((char) header[TYPE]) {
            case SYMBOLIC_LINK -> new Entry.SymbolicLink(link(header));
            case HARD_LINK -> new Entry.HardLink(link(header));
            case DIRECTORY, GNU_DIRECTORY -> new Entry.Directory();
            case FIFO -> new Entry.Fifo();
            case CHARACTER -> new Entry.Node(FileType.CHARACTER_DEVICE, device(header));
            case BLOCK_DEVICE -> new Entry.Node(FileType.BLOCK_DEVICE, device(header));
            case REGULAR, '\0', '7', GNU_SPARSE -> regular(header, path);
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

    private static Device device(byte[] header) {
        long major = number(header, DEVMAJOR, ID_LENGTH);
        long minor = number(header, DEVMINOR, ID_LENGTH);
        if (major < 0 || major > 0xfff || minor < 0 || minor > 0xfffff) {
            throw damaged("a device number that Linux has not");
        }
        return new Device((int) major, (int) minor);
    }

    private long size(byte[] header) {
        byte[] said = records.get("size");
        long size = said != null ? decimal(said) : number(header, SIZE, NUMBER_LENGTH);
        if (size < 0) {
            throw damaged("a size below zero");
        }
        return size;
    }

    private Metadata metadata(byte[] header) {
        return new Metadata(
                (int) number(header, MODE, ID_LENGTH) & OLD_PERMISSIONS,
                id("uid", header, UID),
                id("gid", header, GID),
                mtime(header),
                xattrs());
    }

    private Map<NativePath, byte[]> xattrs() {
        Map<NativePath, byte[]> xattrs = new HashMap<>();
        records.each(
                ACL,
                (kind, text) -> {
                    if (AclText.KINDS.contains(kind)) {
                        xattrs.put(NativePath.of(AclText.XATTR + kind), AclText.binary(text));
                    }
                });
        records.each(
                XATTR,
                (name, value) -> {
                    requireAttribute(name, value);
                    xattrs.put(NativePath.of(name.getBytes(StandardCharsets.ISO_8859_1)), value);
                });
        return xattrs;
    }

    private static void requireAttribute(String name, byte[] value) {
        if (name.isEmpty() || name.length() > MAX_ATTRIBUTE_NAME || name.indexOf('\0') >= 0) {
            throw damaged("an extended attribute whose name is none");
        }
        if (value.length > MAX_ATTRIBUTE) {
            throw damaged("an extended attribute of " + value.length + " bytes");
        }
    }

    private int id(String key, byte[] header, int at) {
        byte[] said = records.get(key);
        long id = said != null ? decimal(said) : number(header, at, ID_LENGTH);
        if (id < 0 || id > 0xfffffffeL) {
            throw damaged("the owner " + id);
        }
        return (int) id;
    }

    private Instant mtime(byte[] header) {
        byte[] said = records.get("mtime");
        return said != null
                ? TarNumbers.time(said)
                : TarNumbers.seconds(number(header, MTIME, NUMBER_LENGTH));
    }
}
