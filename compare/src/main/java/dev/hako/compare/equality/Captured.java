package dev.hako.compare.equality;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What a stream carried: all of it as a digest, the beginning as it is.
///
/// @param bytes how many
/// @param digest SHA-256, as hexadecimal digits
/// @param beginning at most so much as is kept
public record Captured(long bytes, String digest, String beginning) {
    private static final int BLOCK = 64 << 10;
    private static final int KEPT = 1 << 20;

    /// Reads to the end.
    static Captured of(InputStream stream) throws IOException {
        MessageDigest all = sha256();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] block = new byte[BLOCK];
        long bytes = 0;
        for (int got = stream.read(block); got >= 0; got = stream.read(block)) {
            all.update(block, 0, got);
            kept.write(block, 0, Math.min(got, KEPT - kept.size()));
            bytes += got;
        }
        String digest = HexFormat.of().formatHex(all.digest());
        return new Captured(bytes, digest, kept.toString(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether there was more than is kept.
    boolean isCut() {
        return bytes > KEPT;
    }

    boolean isSame(Captured other) {
        return bytes == other.bytes && digest.equals(other.digest);
    }

    /// The first line that the other has not there, and that line: what people look for.
    ///
    /// @param names who has said this, and who the other
    String unlike(Captured other, List<String> names) {
        List<String> own = beginning.lines().toList();
        List<String> others = other.beginning.lines().toList();
        for (int i = 0; i < Math.max(own.size(), others.size()); i++) {
            String one = i < own.size() ? own.get(i) : "";
            String two = i < others.size() ? others.get(i) : "";
            if (!one.equals(two)) {
                return "line %d: \"%s\" in %s, \"%s\" in %s"
                        .formatted(
                                i + 1,
                                Shown.of(one),
                                names.getFirst(),
                                Shown.of(two),
                                names.getLast());
            }
        }
        return "%d bytes in %s, %d in %s"
                .formatted(bytes, names.getFirst(), other.bytes, names.getLast());
    }
}
