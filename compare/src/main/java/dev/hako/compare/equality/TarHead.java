package dev.hako.compare.equality;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The first file of a tar archive (POSIX.1-2001, `ustar`), as a line that is the same for equal
/// files: kind, permissions, owner, and its content or where it leads. Times are left out.
final class TarHead {
    private static final int BLOCK = 512;
    private static final long MOST_EXTENDED = 1 << 20;
    private static final int EXTENSIONS = 4;

    private TarHead() {}

    /// Reads as much as that needs.
    ///
    /// @throws IOException if it is no archive
    static String describe(InputStream archive) throws IOException {
        for (int i = 0; i <= EXTENSIONS; i++) {
            byte[] head = archive.readNBytes(BLOCK);
            if (head.length < BLOCK || head[0] == 0) {
                throw new IOException("there is no file in the archive");
            }
            char kind = (char) head[156];
            long size = octal(head, 124, 12);
            if (kind != 'x' && kind != 'g' && kind != 'L' && kind != 'K') {
                return describe(archive, head, kind, size);
            }
            if (size > MOST_EXTENDED) {
                throw new IOException("a header of the archive is too long");
            }
            archive.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
        }
        throw new IOException("the archive has too many headers");
    }

    private static String describe(InputStream archive, byte[] head, char kind, long size)
            throws IOException {
        String owner =
                "mode %o, owner %d:%d"
                        .formatted(
                                octal(head, 100, 8) & 07777,
                                octal(head, 108, 8),
                                octal(head, 116, 8));
        return switch (kind) {
            case '0', '\0' -> {
                Captured content = Captured.of(new Limited(archive, size));
                yield "file, %s, %d bytes, sha256:%s".formatted(owner, size, content.digest());
            }
            case '1', '2' -> "link to " + text(head, 157, 100);
            case '5' -> "folder, " + owner;
            default -> "special, " + owner;
        };
    }

    private static String text(byte[] head, int from, int length) {
        byte[] field = Arrays.copyOfRange(head, from, from + length);
        String text = new String(field, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static long octal(byte[] head, int from, int length) throws IOException {
        String digits = text(head, from, length).strip();
        if (!digits.matches("[0-7]{0,11}")) {
            throw new IOException("a number in the archive is none");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    /// So many bytes of another stream.
    private static final class Limited extends InputStream {
        private final InputStream stream;
        private long left;

        private Limited(InputStream stream, long left) {
            this.stream = stream;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            int got = left > 0 ? stream.read() : -1;
            left -= got < 0 ? 0 : 1;
            return got;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = left > 0 ? stream.read(into, from, (int) Math.min(length, left)) : -1;
            left -= Math.max(got, 0);
            return got;
        }
    }
}
