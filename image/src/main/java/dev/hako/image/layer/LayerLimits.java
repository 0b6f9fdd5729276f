package dev.hako.image.layer;

import dev.hako.image.compression.Limits;

/// What a layer may have at most; its names, headers and attributes have limits of their own.
///
/// @param archive how far its blob may grow
/// @param entries files, directories and marks
public record LayerLimits(Limits archive, long entries) {
    /// More than any image that is known.
    public static final LayerLimits DEFAULT = new LayerLimits(Limits.LAYER, 2_000_000);
}
