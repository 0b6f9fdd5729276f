package dev.hako.image.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// An archive as nobody's program would write it, header by header.
final class RawTar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// Adds a member with this content.
    RawTar add(char type, String name, String content) {
        byte[] block = new byte[TarFormat.BLOCK];
        put(block, TarFormat.NAME, name);
        put(block, TarFormat.MODE, "0000644");
        put(block, TarFormat.UID, "0000000");
        put(block, TarFormat.GID, "0000000");
        put(block, TarFormat.SIZE, "%011o".formatted(content.length()));
        put(block, TarFormat.MTIME, "00000000000");
        put(block, TarFormat.TYPE, String.valueOf(type));
        put(block, TarFormat.MAGIC, "ustar\00000");
        put(block, TarFormat.CHECKSUM, "%06o\0 ".formatted(TarFormat.checksum(block)));
        bytes.writeBytes(block);
        bytes.writeBytes(content.getBytes(ISO_8859_1));
        bytes.writeBytes(new byte[TarFormat.padding(content.length())]);
        return this;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] value = text.getBytes(ISO_8859_1);
        System.arraycopy(value, 0, block, at, value.length);
    }

    /// Adds an extended header with one record, of a file or of all that follow.
    RawTar pax(char type, String key, String value) {
        return add(type, "pax", record(key, value));
    }

    static String record(String key, String value) {
        int rest = key.length() + value.length() + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        return length + " " + key + "=" + value + "\n";
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /// Reads it into a list.
    Listing read() throws IOException {
        Listing listing = new Listing();
        new TarReader(new ByteArrayInputStream(bytes())).sendTo(listing);
        return listing;
    }
}
