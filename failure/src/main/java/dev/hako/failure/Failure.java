package dev.hako.failure;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why something could not be done, in words for a user.
///
/// The message follows one grammar: intent, the object in quotes, the cause and, where there is
/// one, a remedy: `cannot start container "web": no such image "wbe"; hint: …`. It is lower case,
/// has no full stop, and names paths absolutely.
///
/// A module that knows more about its failures than a message, such as the place in a document, has
/// a subclass for it.
public class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// How a caller may react; doors map these to their protocol's codes.
    public enum Kind {
        /// The object does not exist.
        NOT_FOUND,
        /// The name or id is taken.
        ALREADY_EXISTS,
        /// The request itself is wrong; asking again will not help.
        INVALID,
        /// The object is in a state that forbids the request.
        CONFLICT,
        /// This host, isolation or version cannot do it.
        UNSUPPORTED,
        /// The caller may not.
        DENIED,
        /// A limit is reached: disk, memory, descriptors, ids.
        EXHAUSTED,
        /// It may work later.
        UNAVAILABLE,
        /// The caller gave up, or its deadline passed.
        CANCELLED,
        /// The container's program was found but cannot be executed (exit code 126 at a shell).
        NOT_EXECUTABLE,
        /// The container's program was not found (exit code 127 at a shell).
        NO_EXECUTABLE,
        /// A fault of ours.
        INTERNAL
    }

    private final Kind kind;
    private final @Nullable String hint;

    private Failure(Kind kind, String text, @Nullable String hint, @Nullable Throwable cause) {
        super(hint == null ? text : text + "; hint: " + hint, cause);
        this.kind = Objects.requireNonNull(kind);
        this.hint = hint;
    }

    /// For subclasses, whose messages keep the same grammar.
    protected Failure(Kind kind, String text) {
        this(kind, text, null, null);
    }

    /// For subclasses, with a remedy the user can act on.
    protected Failure(Kind kind, String text, String remedy) {
        this(kind, text, remedy, null);
    }

    public static Failure of(Kind kind, String text) {
        return new Failure(kind, text, null, null);
    }

    public static Failure of(Kind kind, String text, Throwable cause) {
        return new Failure(kind, text, null, cause);
    }

    public static Failure notFound(String text) {
        return of(Kind.NOT_FOUND, text);
    }

    public static Failure invalid(String text) {
        return of(Kind.INVALID, text);
    }

    public static Failure conflict(String text) {
        return of(Kind.CONFLICT, text);
    }

    public static Failure unsupported(String text) {
        return of(Kind.UNSUPPORTED, text);
    }

    public static Failure internal(String text, Throwable cause) {
        return of(Kind.INTERNAL, text, cause);
    }

    /// The same failure with a remedy the user can act on.
    public final Failure hint(String remedy) {
        return new Failure(kind, text(), remedy, getCause());
    }

    /// The same failure as seen by whoever wanted more: `intent: this`.
    public final Failure during(String intent) {
        return new Failure(kind, intent + ": " + text(), hint, this);
    }

    public final Kind kind() {
        return kind;
    }

    /// The remedy, without the word "hint".
    public final Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /// The message without the hint.
    public final String text() {
        String message = Objects.requireNonNull(getMessage());
        return hint == null
                ? message
                : message.substring(0, message.length() - hint.length() - "; hint: ".length());
    }
}
