package dev.hako.isolation.unikernel;

import java.nio.file.Path;

/// A file of the host that is a block device in a guest.
///
/// @param file which the jail's user may read and, unless it is read-only, write
record GuestDisk(Path file, boolean readOnly) {}
