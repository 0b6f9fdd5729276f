package dev.hako.guest.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.hako.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/// The facts of a kernel as JSON: the file beside a kernel in the store, and the configuration of
/// one in a registry.
public final class KernelDocument {
    /// The longest that is read.
    public static final int MOST_BYTES = 1 << 16;

    static final String FILE = "kernel.json";
    private static final int SCHEMA = 1;
    private static final Gson WRITER =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    private KernelDocument() {}

    public static byte[] write(KernelFacts facts) {
        JsonObject document = new JsonObject();
        document.addProperty("schema", SCHEMA);
        document.addProperty("version", facts.version());
        document.addProperty("machine", facts.machine());
        document.addProperty("source", facts.source());
        document.addProperty("compiler", facts.compiler());
        document.addProperty("createdAt", facts.createdAt().toString());
        document.addProperty("steps", facts.steps());
        return (WRITER.toJson(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Reads one, whoever wrote it.
    ///
    /// @throws Failure `INVALID` if it is no such document, `UNSUPPORTED` if it is a newer one
    public static KernelFacts parse(byte[] utf8) {
        if (utf8.length > MOST_BYTES) {
            throw Failure.invalid("a kernel's document has at most " + MOST_BYTES + " bytes");
        }
        try {
            String text = new String(utf8, StandardCharsets.UTF_8);
            JsonObject document = JsonParser.parseString(text).getAsJsonObject();
            int schema = number(document, "schema");
            if (schema > SCHEMA) {
                throw Failure.unsupported(
                        "a newer hako wrote it: schema " + schema + ", and this one reads 1");
            }
            return new KernelFacts(
                    text(document, "version"),
                    text(document, "machine"),
                    text(document, "source"),
                    text(document, "compiler"),
                    Instant.parse(text(document, "createdAt")),
                    number(document, "steps"));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | DateTimeException
                | StackOverflowError e) {
            throw Failure.of(Failure.Kind.INVALID, "it is no document of a kernel", e);
        }
    }

    private static JsonPrimitive field(JsonObject document, String name) {
        JsonElement value = document.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new IllegalArgumentException("no " + name);
        }
        return value.getAsJsonPrimitive();
    }

    private static String text(JsonObject document, String name) {
        return field(document, name).getAsString();
    }

    private static int number(JsonObject document, String name) {
        return field(document, name).getAsInt();
    }
}
