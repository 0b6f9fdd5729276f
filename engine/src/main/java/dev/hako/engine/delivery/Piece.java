package dev.hako.engine.delivery;

/// A part of a line that is too long for one entry, or of one that has no end.
///
/// @param line what all parts of the line have in common: 64 hexadecimal digits
/// @param number of this part, from 1
/// @param last whether the line ends with it
record Piece(String line, int number, boolean last) {}
