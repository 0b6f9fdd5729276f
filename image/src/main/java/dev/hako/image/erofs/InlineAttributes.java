package dev.hako.image.erofs;

import dev.hako.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A file's extended attributes behind its inode: `struct erofs_xattr_ibody_header` and an `struct
/// erofs_xattr_entry` for each.
final class InlineAttributes {
    private static final int HEADER = 12;
    private static final int ENTRY = 4;
    private static final int MAX_VALUE = 0xffff;
    private static final int MAX_COUNT = 0xffff;

    /// How a name begins, and the number for that.
    private record Prefix(String text, int index) {
        private boolean isOf(String name) {
            // A whole name, unless it ends like a folder.
            return text.endsWith(".") ? name.startsWith(text) : name.equals(text);
        }
    }

    private static final List<Prefix> PREFIXES =
            List.of(
                    new Prefix("user.", 1),
                    new Prefix("system.posix_acl_access", 2),
                    new Prefix("system.posix_acl_default", 3),
                    new Prefix("trusted.", 4),
                    new Prefix("security.", 6));

    private InlineAttributes() {}

    /// Whether an attribute can be kept.
    static boolean isKept(String name) {
        return PREFIXES.stream().anyMatch(prefix -> prefix.isOf(name));
    }

    /// @param attributes by their whole names, a character for each byte
    /// @return what follows the inode; nothing if there are none
    /// @throws Failure `EXHAUSTED` if they are too large
    static byte[] encode(Map<String, byte[]> attributes) {
        if (attributes.isEmpty()) {
            return new byte[0];
        }
        int size = HEADER + attributes.entrySet().stream().mapToInt(InlineAttributes::size).sum();
        if (count(size) > MAX_COUNT) {
            throw Failure.of(Failure.Kind.EXHAUSTED, "more than 256 KiB of extended attributes");
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.position(HEADER);
        attributes.forEach((name, value) -> put(out, name, value));
        return out.array();
    }

    /// What an inode says of their size.
    ///
    /// @param bytes of all
    static int count(int bytes) {
        return bytes == 0 ? 0 : (bytes - HEADER) / ENTRY + 1;
    }

    private static int size(Map.Entry<String, byte[]> attribute) {
        int bytes = ENTRY + suffix(attribute.getKey()).length + attribute.getValue().length;
        return (bytes + ENTRY - 1) / ENTRY * ENTRY;
    }

    private static void put(ByteBuffer out, String name, byte[] value) {
        if (value.length > MAX_VALUE) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "the extended attribute \"" + name + "\" has more than 65535 bytes");
        }
        byte[] suffix = suffix(name);
        out.put((byte) suffix.length).put((byte) prefix(name).index);
        out.putShort((short) value.length).put(suffix).put(value);
        out.position((out.position() + ENTRY - 1) / ENTRY * ENTRY);
    }

    private static byte[] suffix(String name) {
        return name.substring(prefix(name).text.length()).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Prefix prefix(String name) {
        return PREFIXES.stream()
                .filter(prefix -> prefix.isOf(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }
}
