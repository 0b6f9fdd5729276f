package dev.hako.image.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What a call carries.
///
/// @param length in bytes
/// @param content is opened anew for each try
public record Body(String mediaType, long length, Content content) {
    /// A body of these bytes.
    public static Body of(String mediaType, byte[] bytes) {
        return new Body(mediaType, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /// Gives the bytes of a body.
    @FunctionalInterface
    public interface Content {
        /// The bytes from the first one on.
        InputStream open() throws IOException;
    }
}
