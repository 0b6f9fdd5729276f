package dev.hako.image.registry.http;

import dev.hako.failure.Failure;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a server means by a status that its caller had not hoped for.
///
/// @param code the registry's own word for it, such as `MANIFEST_UNKNOWN` (distribution-spec,
///   "Error Codes")
/// @param message in words; empty if there are none
public record Refusal(int status, String code, String message) {
    private static final int MOST_BYTES = 1 << 16;

    /// Reads the errors in a reply.
    public static Refusal read(Reply reply) {
        try {
            byte[] body = reply.body().readNBytes(MOST_BYTES);
            List<Refusal> errors = Json.read("answer", body, in -> errors(reply.status(), in));
            return errors.isEmpty() ? new Refusal(reply.status(), "", "") : errors.getFirst();
        } catch (IOException | InvalidDocumentException e) {
            // An error page of a proxy, for instance: the status has to do.
            return new Refusal(reply.status(), "", "");
        }
    }

    private static List<Refusal> errors(int status, JsonObject in) {
        return in.list(
                "errors",
                Kind.object(error ->
                        new Refusal(
                                status,
                                error.optional("code", Kind.STRING, ""),
                                error.optional("message", Kind.STRING, ""))));
    }

    /// The failure that a reply is.
    ///
    /// @param registry as the user calls it
    public static Failure of(Reply reply, String registry) {
        Refusal refusal = read(reply);
        String intent = reply.call().intent() + ": ";
        return switch (reply.status()) {
            case 401 ->
                    Failure.of(Failure.Kind.DENIED, intent + "a login is needed" + refusal.words())
                            .hint("hako login " + registry);
            case 403 ->
                    Failure.of(
                                    Failure.Kind.DENIED,
                                    intent + "the registry denies it" + refusal.words())
                            .hint("check what your login at " + registry + " may do");
            case 404 ->
                    Failure.notFound(intent + "there is none" + refusal.words())
                            .hint("check the name; what is private is seen only after a login");
            case 413 ->
                    Failure.of(
                            Failure.Kind.EXHAUSTED,
                            intent + "too large for the registry" + refusal.words());
            case 429 ->
                    Failure.of(
                                    Failure.Kind.EXHAUSTED,
                                    intent + "too many requests" + refusal.words())
                            .hint(later(reply));
            default -> other(intent, refusal);
        };
    }

    private static Failure other(String intent, Refusal refusal) {
        boolean theirs = refusal.status >= 500;
        Failure.Kind kind = theirs ? Failure.Kind.UNAVAILABLE : Failure.Kind.INVALID;
        String what = theirs ? "the registry is in trouble" : "the registry refuses it";
        return Failure.of(kind, intent + what + refusal.words());
    }

    private static String later(Reply reply) {
        Optional<String> seconds =
                RetryAfter.of(reply, Instant.now()).map(time -> time.toSeconds() + " s");
        return "try again in " + seconds.orElse("a while") + ", or log in if you have not";
    }

    /// ` (404 MANIFEST_UNKNOWN: manifest unknown)`.
    private String words() {
        String named = code.isEmpty() ? "" : " " + Foreign.text(code);
        String said = message.isEmpty() ? "" : ": " + Foreign.text(message);
        return " (" + status + named + said + ")";
    }
}
