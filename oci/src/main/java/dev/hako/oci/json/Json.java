package dev.hako.oci.json;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// JSON text to records and back.
public final class Json {
    /// The greatest document read, in bytes: what registries and runtimes also take at most.
    public static final int MAX_BYTES = 4 << 20;

    /// How deep objects and lists may nest; the deepest OCI document needs 8.
    public static final int MAX_DEPTH = 32;

    /// How many elements a list, or fields an object, may have.
    public static final int MAX_ELEMENTS = 1 << 16;

    private Json() {}

    /// Reads one document.
    ///
    /// @param document what it is called in messages, such as `config.json`
    /// @param utf8 the whole text, at most [#MAX_BYTES]
    /// @param shape makes the record; it may throw [InvalidDocumentException]
    /// @throws InvalidDocumentException if it is too large, not JSON, or not of this shape
    public static <T> T read(String document, byte[] utf8, Function<JsonObject, T> shape) {
        try {
            return Kind.object(shape).read(TreeParser.parse(text(utf8)));
        } catch (InvalidDocumentException e) {
            throw e.in(document);
        }
    }

    /// The record's compact JSON: fields in a stable order, absent ones omitted.
    public static byte[] write(JsonRecord document) {
        return utf8(write(document, ""));
    }

    /// The same for human readers: indented by two spaces, with a final newline.
    public static String pretty(JsonRecord document) {
        return write(document, "  ") + "\n";
    }

    private static String write(JsonRecord document, String indent) {
        var text = new StringWriter(4096);
        try (var writer = ObjectWriter.to(text, indent)) {
            writer.root(document);
        } catch (IOException e) {
            throw new AssertionError("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static String text(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw InvalidDocumentException.at(
                    "", utf8.length + " bytes, but at most " + MAX_BYTES + " are read");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw InvalidDocumentException.at("", "must be UTF-8");
        }
    }

    /// Refuses what `String.getBytes` would silently turn into question marks.
    private static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw InvalidDocumentException.at("", "a string holds an unpaired surrogate");
        }
    }
}
