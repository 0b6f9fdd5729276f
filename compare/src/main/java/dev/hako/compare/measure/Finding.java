package dev.hako.compare.measure;

import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;

/// One measured size of one subject; less is better.
///
/// @param measure what was measured, a few words
/// @param subject of whom
public record Finding(Group group, String measure, Unit unit, String subject, Samples samples) {}
