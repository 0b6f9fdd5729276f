package dev.hako.compare.measure;

/// What measuring itself costs; `report` and `measure` both speak of it.
///
/// @param spawnMicros starting a program that does nothing, without any container, and waiting for
///   it: part of every whole command
/// @param clockNanos reading the clock
/// @param largestShare the largest part of a figure from inside that is reading the clock and
///   counting, from 0 to 1
public record Overhead(double spawnMicros, double clockNanos, double largestShare) {}
