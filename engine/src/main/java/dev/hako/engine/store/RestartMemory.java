package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Duration;

/// What must be known to decide whether and when a container is started again.
///
/// @param count how often it has been, since a user started it
/// @param pause before its last start; each one that does not hold doubles it
/// @param stopped whether a user wanted it to end
public record RestartMemory(int count, Duration pause, boolean stopped) implements JsonRecord {
    /// A user has just started it.
    public static final RestartMemory NONE = new RestartMemory(0, Duration.ZERO, false);

    /// A user wants it to end.
    public RestartMemory atRest() {
        return new RestartMemory(count, pause, true);
    }

    static RestartMemory read(JsonObject in) {
        return new RestartMemory(
                in.optional("count", INT32, 0),
                Duration.ofMillis(in.optional("pauseMillis", INT64, 0L)),
                in.flag("stopped"));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("count", count).put("pauseMillis", pause.toMillis()).flag("stopped", stopped);
    }
}
