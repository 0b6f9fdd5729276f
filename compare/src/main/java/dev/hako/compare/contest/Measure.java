package dev.hako.compare.contest;

/// What one run cost.
///
/// @param wallMicros from just before the start until the end was known
/// @param cpuMicros of all processes that worked for it, user and system
public record Measure(double wallMicros, double cpuMicros) {}
