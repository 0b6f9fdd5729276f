package dev.hako.kernel.crypto;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigestSpi;

/// A hash that libcrypto makes.
final class LibraryDigest extends MessageDigestSpi implements Cloneable {
    private final CryptoLibrary library;
    private final String algorithm;
    private final int bytes;
    private final MemorySegment context;

    LibraryDigest(CryptoLibrary library, String algorithm, int bytes) {
        this.library = library;
        this.algorithm = algorithm;
        this.bytes = bytes;
        this.context = library.begin(algorithm);
    }

    @Override
    protected int engineGetDigestLength() {
        return bytes;
    }

    @Override
    protected void engineUpdate(byte input) {
        library.update(context, new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        library.update(context, input, offset, length);
    }

    @Override
    protected byte[] engineDigest() {
        byte[] hash = new byte[bytes];
        library.end(context, hash);
        engineReset();
        return hash;
    }

    @Override
    protected void engineReset() {
        library.reset(context, algorithm);
    }

    @Override
    public Object clone() {
        LibraryDigest copy = new LibraryDigest(library, algorithm, bytes);
        library.copy(copy.context, context);
        return copy;
    }
}
