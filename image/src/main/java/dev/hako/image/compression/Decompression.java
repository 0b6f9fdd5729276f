package dev.hako.image.compression;

import dev.hako.failure.Failure;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.MediaTypes.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.Map;

/// Gives back what was compressed.
public final class Decompression {
    /// So many first bytes tell one compression from others.
    public static final int HEAD = 6;

    /// Compressions that images were never specified to have, by their first bytes as ISO 8859-1.
    private static final Map<String, String> FOREIGN =
            Map.of(
                    "BZh", "bzip2",
                    "\u00fd7zXZ\0", "xz",
                    "\u0004\"M\u0018", "lz4",
                    "]\0\0\u0080", "lzma");

    private static final int SKIPPABLE = 0x184d2a50;

    private Decompression() {}

    /// What compression the first bytes tell of.
    ///
    /// @param head the first [#HEAD] bytes, or all if there are fewer
    /// @throws Failure `UNSUPPORTED` if it is one that images do not have
    public static Compression tell(byte[] head) {
        if (startsWith(head, "\u001f\u008b")) {
            return Compression.GZIP;
        }
        if (startsWith(head, "(\u00b5/\u00fd") || isSkippable(head)) {
            return Compression.ZSTD;
        }
        FOREIGN.forEach((magic, name) -> {
            if (startsWith(head, magic)) {
                throw Failure.unsupported("it is compressed with " + name)
                        .hint("make the image with gzip or zstd");
            }
        });
        return Compression.NONE;
    }

    private static boolean startsWith(byte[] head, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (i >= head.length || (head[i] & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// A frame of zstd's that holds no content (RFC 8878, 3.1.2), as some tools begin with.
    private static boolean isSkippable(byte[] head) {
        if (head.length < Integer.BYTES) {
            return false;
        }
        int magic = head[0] & 0xff | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16 | head[3] << 24;
        return (magic & ~0xf) == SKIPPABLE;
    }

    /// The content of a layer's blob.
    ///
    /// @param compressed is closed with the answer
    /// @param mediaType of the blob; it must tell the truth
    /// @throws Failure `INVALID` if it does not, `UNSUPPORTED` if it is of no layer
    /// @throws IOException if nothing can be read
    public static InputStream open(InputStream compressed, String mediaType, Limits limits)
            throws IOException {
        Compression said =
                MediaTypes.layerCompression(mediaType)
                        .orElseThrow(() ->
                                Failure.unsupported("\"" + mediaType + "\" is no layer")
                                        .hint("see whether the image is for containers"));
        CountedInput counted = new CountedInput(compressed);
        PushbackInputStream in = new PushbackInputStream(counted, HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.unread(head);
        Compression found = tell(head);
        if (found != said) {
            throw Failure.invalid(
                    "its media type \"%s\" says %s, but it is %s"
                            .formatted(mediaType, word(said), word(found)));
        }
        return new LimitedInput(plain(in, found), counted, limits);
    }

    /// What a file holds that is compressed in one of the ways in which layers are, or not at all.
    ///
    /// @param file is closed with the answer
    /// @throws Failure `UNSUPPORTED` if it is compressed in another way
    /// @throws IOException if nothing can be read
    public static InputStream open(InputStream file, Limits limits) throws IOException {
        CountedInput counted = new CountedInput(file);
        PushbackInputStream in = new PushbackInputStream(counted, HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.unread(head);
        return new LimitedInput(plain(in, tell(head)), counted, limits);
    }

    private static String word(Compression compression) {
        return compression == Compression.NONE
                ? "uncompressed"
                : compression.toString().toLowerCase(Locale.ROOT);
    }

    private static InputStream plain(InputStream in, Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> in;
            case GZIP -> new GzipInput(in);
            case ZSTD -> ZstdLibrary.input(in);
        };
    }
}
