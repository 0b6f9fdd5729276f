package dev.hako.build.dockerfile;

/// An instruction at its place.
///
/// @param line where it begins, from 1
/// @param source as it is written, its lines put together
public record Step(int line, String source, Instruction instruction) {}
