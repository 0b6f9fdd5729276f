package dev.hako.image.archive;

import org.jspecify.annotations.Nullable;

/// What an archive's headers say of one of its members.
///
/// @param storedBytes that follow the headers
/// @param sparse where those belong, if not one after the other
record Member(Entry entry, long storedBytes, @Nullable SparseMap sparse) {}
