package dev.hako.engine.store;

import dev.hako.failure.Failure;

/// Numbers of documents' forms. A newer one is refused, not guessed at.
public final class Schemas {
    private Schemas() {}

    /// Refuses a document of a form that this engine does not know.
    ///
    /// @param found in the document
    /// @param known the newest this engine knows
    /// @throws Failure `UNSUPPORTED` if it is newer
    public static void require(int found, int known, String file) {
        if (found > known) {
            throw Failure.unsupported(
                            file + " has schema " + found + ", this engine knows " + known)
                    .hint("a newer hako wrote it: use that one, or remove the container with it");
        }
    }
}
