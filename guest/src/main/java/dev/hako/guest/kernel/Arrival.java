package dev.hako.guest.kernel;

import dev.hako.kernel.FileTree;
import java.nio.file.Path;

/// A file in the store that is being written, and is nobody's once its lock has ended.
///
/// @param file in the store's directory; it may be moved away
public record Arrival(Path file, FileLock lock) implements AutoCloseable {
    /// Deletes it, unless it was moved away.
    @Override
    public void close() {
        FileTree.delete(file);
        lock.close();
    }
}
