package dev.hako.image.compression;

import dev.hako.failure.Failure;

/// How far compressed bytes may grow.
///
/// Gzip packs zeros 1000:1, and zstd far denser; files of programs are packed 2:1 to 10:1. So a
/// ratio is held against blobs only where it would fill a disk, beyond the first bytes.
///
/// @param bytes that come out at most
/// @param ratio of the bytes that come out to those that go in
/// @param freeBytes that may come out whatever the ratio
public record Limits(long bytes, int ratio, long freeBytes) {
    /// For a layer: no image that is known has more.
    public static final Limits LAYER = new Limits(64L << 30, 200, 1L << 30);

    public Limits {
        if (bytes < 1 || ratio < 1 || freeBytes < 0) {
            throw new IllegalArgumentException("a limit that lets nothing through");
        }
    }

    /// Refuses what has grown too far.
    ///
    /// @throws Failure `EXHAUSTED`
    void check(long compressed, long grown) {
        if (grown > bytes) {
            throw Failure.of(
                            Failure.Kind.EXHAUSTED,
                            "it has more than " + bytes + " bytes when decompressed")
                    .hint("see whether the image is what you think it is");
        }
        if (grown > freeBytes && grown / ratio > compressed) {
            throw Failure.of(
                            Failure.Kind.EXHAUSTED,
                            "it grows by more than %d:1 when decompressed, to %d bytes until now"
                                    .formatted(ratio, grown))
                    .hint("see whether the image is what you think it is");
        }
    }
}
