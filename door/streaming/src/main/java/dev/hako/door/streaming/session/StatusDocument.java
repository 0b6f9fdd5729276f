package dev.hako.door.streaming.session;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An outcome as Kubernetes' API has it: `meta/v1`, `Status`.
record StatusDocument(
        Map<String, String> metadata,
        String status,
        @Nullable @SerializedName("message") String text,
        @Nullable String reason,
        @Nullable Details details,
        @Nullable Integer code) {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final int INTERNAL_SERVER_ERROR = 500;

    /// What stands behind a failure.
    record Details(List<Cause> causes) {}

    /// @param reason a word for programs, if there is one
    record Cause(@Nullable String reason, String message) {}

    static StatusDocument of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited exited when exited.code() == 0 ->
                    new StatusDocument(Map.of(), "Success", null, null, null, null);
            case Outcome.Exited exited ->
                    failure(
                            "the program has ended with exit code " + exited.code(),
                            "NonZeroExitCode",
                            new Cause("ExitCode", Integer.toString(exited.code())),
                            null);
            case Outcome.Failed failed ->
                    failure(
                            failed.message(),
                            "InternalError",
                            new Cause(null, failed.message()),
                            INTERNAL_SERVER_ERROR);
        };
    }

    private static StatusDocument failure(
            String text, String reason, Cause cause, @Nullable Integer code) {
        return new StatusDocument(
                Map.of(), "Failure", text, reason, new Details(List.of(cause)), code);
    }

    String json() {
        return GSON.toJson(this);
    }

    /// What went wrong, if something did.
    Optional<String> message() {
        return Optional.ofNullable(text);
    }
}
