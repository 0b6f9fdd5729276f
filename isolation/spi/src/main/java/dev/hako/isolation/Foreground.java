package dev.hako.isolation;

import dev.hako.kernel.Fd;

/// A client that is attached from a task's first byte on.
///
/// @param client its connection; stays the caller's, the task gets a duplicate
/// @param attachment how it hangs on
public record Foreground(Fd client, Attachment attachment) {}
