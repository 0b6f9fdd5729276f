package dev.hako.engine.store;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/// File errors of the state directories as failures a user can act on.
public final class StoreFailures {
    private StoreFailures() {}

    /// The failure of whoever intended something.
    public static Failure of(String intent, IOException cause) {
        String reason = reason(cause);
        String path =
                cause instanceof FileSystemException fs && fs.getFile() != null ? fs.getFile() : "";
        String object = path.isEmpty() ? "" : " \"" + path + "\"";
        Failure failure =
                Failure.of(kind(cause, reason), intent + ":" + object + " " + reason, cause);
        return hinted(failure, reason);
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such file or directory";
            case FileSystemException fs ->
                    Objects.requireNonNullElse(fs.getReason(), fs.toString());
            default -> Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        };
    }

    private static Failure.Kind kind(IOException cause, String reason) {
        if (isDiskFull(reason)) {
            return Failure.Kind.EXHAUSTED;
        }
        return cause instanceof AccessDeniedException || isReadOnly(reason)
                ? Failure.Kind.DENIED
                : Failure.Kind.INTERNAL;
    }

    private static Failure hinted(Failure failure, String reason) {
        if (isDiskFull(reason)) {
            return failure.hint("free some space, or move the state with HAKO_ROOT");
        }
        if (isReadOnly(reason) || failure.kind() == Failure.Kind.DENIED) {
            return failure.hint(
                    "make the state directory writable, or choose another with HAKO_ROOT");
        }
        return failure;
    }

    private static boolean isDiskFull(String reason) {
        return reason.contains("No space left") || reason.contains("quota");
    }

    private static boolean isReadOnly(String reason) {
        return reason.contains("Read-only file system");
    }
}
