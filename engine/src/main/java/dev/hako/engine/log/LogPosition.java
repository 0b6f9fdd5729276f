package dev.hako.engine.log;

/// A place between two entries of a log. A file keeps its inode when it is rotated.
///
/// @param inode of the file; 0: the log's beginning
/// @param offset in the file
public record LogPosition(long inode, long offset) {
    /// Before the oldest entry there is.
    public static final LogPosition BEGINNING = new LogPosition(0, 0);
}
