package dev.hako.image.blob;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.json.Json;

/// Compares contents with the descriptors that asked for them.
public final class Contents {
    private Contents() {}

    /// Refuses what is too large to be read into memory.
    public static void requireDocument(Descriptor blob) {
        if (blob.sizeBytes() > Json.MAX_BYTES) {
            throw Failure.invalid(
                    "the document "
                            + blob.digest()
                            + " has "
                            + blob.sizeBytes()
                            + " bytes, but at most "
                            + Json.MAX_BYTES
                            + " are read");
        }
    }

    /// Refuses a content that is not the one described.
    ///
    /// @throws Failure `INVALID` with both digests
    public static void compare(Descriptor blob, byte[] bytes) {
        requireSize(blob, bytes.length);
        byte[] hash = blob.digest().algorithm().messageDigest().digest(bytes);
        requireDigest(blob, Digest.of(blob.digest().algorithm(), hash));
    }

    static void requireSize(Descriptor blob, long length) {
        if (length != blob.sizeBytes()) {
            throw Failure.invalid(
                    "the content "
                            + blob.digest()
                            + " has "
                            + length
                            + " bytes, but should have "
                            + blob.sizeBytes());
        }
    }

    static void requireDigest(Descriptor blob, Digest found) {
        if (!found.equals(blob.digest())) {
            throw Failure.invalid(
                    "the content " + blob.digest() + " is damaged: its digest is " + found);
        }
    }
}
