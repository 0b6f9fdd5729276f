package dev.hako.image.tarball;

import java.io.IOException;
import java.io.InputStream;

/// What a stream is, decompressed if it is compressed.
public final class Unpacked {
    private Unpacked() {}

    /// The stream itself, or what it holds.
    ///
    /// @param in is closed with the answer
    public static InputStream of(InputStream in) throws IOException {
        return Spool.decompressed(in);
    }
}
