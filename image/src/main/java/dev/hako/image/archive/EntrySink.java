package dev.hako.image.archive;

import dev.hako.failure.Failure;
import java.io.IOException;

/// Takes the files of a tree, directories before what is in them.
public interface EntrySink {
    /// Takes one.
    ///
    /// @param content of a regular file; if it is not taken, its source passes over it
    /// @throws Failure if it cannot be taken
    /// @throws IOException if what the sink writes to fails
    void add(Entry entry, Content content) throws IOException;

    /// Ends long work whose caller has gone.
    ///
    /// @throws Failure `CANCELLED` if this thread has been interrupted
    static void checkInterrupt() {
        if (Thread.interrupted()) {
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted");
        }
    }
}
