package dev.hako.engine.health;

import java.time.Instant;

/// One run of a health check.
///
/// @param exitCode 0: the container works; -1: the command could not be run, or took too long
/// @param output what it wrote, or why it could not be run; cut at [#MAX_OUTPUT] bytes
public record HealthProbe(Instant start, Instant end, int exitCode, String output) {
    /// What Docker keeps.
    public static final int MAX_OUTPUT = 4096;
}
