package dev.hako.network.cni;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.hako.failure.Failure;
import dev.hako.network.program.Transcript;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// JSON text to objects and back, within limits. Objects keep the fields that nobody here knows:
/// they are for the plugins.
final class Documents {
    /// The longest document of others that is read, in bytes.
    static final int MOST_BYTES = 1 << 20;

    /// A stored one has two of those in it.
    private static final int MOST_STORED_BYTES = 4 * MOST_BYTES;

    private static final int MOST_DEPTH = 64;
    private static final Gson WRITER = new GsonBuilder().disableHtmlEscaping().create();

    private Documents() {}

    /// Reads one object.
    ///
    /// @param document what it is called in messages
    /// @throws Failure `INVALID` if it is too long, not UTF-8, not JSON or no object
    static JsonObject read(String document, byte[] utf8) {
        return read(document, utf8, MOST_BYTES);
    }

    /// Reads one object that was written here.
    static JsonObject readStored(String document, byte[] utf8) {
        return read(document, utf8, MOST_STORED_BYTES);
    }

    private static JsonObject read(String document, byte[] utf8, int mostBytes) {
        if (utf8.length > mostBytes) {
            throw Failure.invalid(document + ": more than " + mostBytes + " bytes");
        }
        try (var in = new JsonReader(new StringReader(text(document, utf8)))) {
            in.setStrictness(Strictness.STRICT);
            in.setNestingLimit(MOST_DEPTH);
            JsonElement value = JsonParser.parseReader(in);
            if (!value.isJsonObject() || in.peek() != JsonToken.END_DOCUMENT) {
                throw Failure.invalid(document + ": not one JSON object");
            }
            return value.getAsJsonObject();
        } catch (JsonParseException | IOException e) {
            throw Failure.invalid(document + ": malformed JSON: " + Transcript.plain(firstLine(e)));
        }
    }

    static byte[] write(JsonObject document) {
        return WRITER.toJson(document).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String document, byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw Failure.invalid(document + ": not UTF-8");
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /// Foreign text within a message: one line, in quotes.
    static String shown(String text) {
        return "\"" + Transcript.plain(text) + "\"";
    }
}
