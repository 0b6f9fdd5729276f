package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;

import dev.hako.engine.timeline.StartTimeline;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `state.json`: what the monitor cannot tell. That a container runs is told by its living monitor
/// and how it ended by the monitor's exit file; this document adds when and in which boot it was
/// started, and why it could not be.
///
/// @param bootId of the boot in which it was last started
/// @param startedAt absent: it was being started
/// @param waitStatus of an end that no monitor recorded; absent: see the exit file
/// @param finishedAt of that end
/// @param error why it could not be started
/// @param restarts what is remembered to start it again
/// @param timeline of its last start
public record StateDocument(
        String bootId,
        @Nullable Instant startedAt,
        @Nullable Integer waitStatus,
        @Nullable Instant finishedAt,
        @Nullable String error,
        RestartMemory restarts,
        @Nullable StartTimeline timeline)
        implements JsonRecord {
    static final String FILE = "state.json";
    private static final int SCHEMA = 1;

    /// It is being started now.
    public static StateDocument starting(String bootId, RestartMemory restarts) {
        return new StateDocument(bootId, null, null, null, null, restarts, null);
    }

    /// It runs.
    public StateDocument running(Instant since, StartTimeline taken) {
        return new StateDocument(bootId, since, null, null, null, restarts, taken);
    }

    /// It ended without a monitor's word.
    public StateDocument ended(int status, Instant at, @Nullable String why) {
        return new StateDocument(bootId, startedAt, status, at, why, restarts, timeline);
    }

    /// A user wants it to end.
    public StateDocument atRest() {
        return new StateDocument(
                bootId, startedAt, waitStatus, finishedAt, error, restarts.atRest(), timeline);
    }

    static StateDocument parse(byte[] utf8) {
        return Json.read(FILE, utf8, StateDocument::read);
    }

    private static StateDocument read(JsonObject in) {
        Schemas.require(in.required("schema", INT32), SCHEMA, FILE);
        return new StateDocument(
                in.required("bootId", STRING),
                in.optional("startedAt", text(Instant::parse)),
                in.optional("waitStatus", INT32),
                in.optional("finishedAt", text(Instant::parse)),
                in.optional("error", STRING),
                in.optional("restarts", object(RestartMemory::read), RestartMemory.NONE),
                in.optional("timeline", object(StartTimeline::read)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.always("schema", SCHEMA)
                .put("bootId", bootId)
                .put("startedAt", startedAt == null ? null : startedAt.toString())
                .put("waitStatus", waitStatus)
                .put("finishedAt", finishedAt == null ? null : finishedAt.toString())
                .put("error", error)
                .put("restarts", restarts.equals(RestartMemory.NONE) ? null : restarts)
                .put("timeline", timeline);
    }
}
