package dev.hako.engine.config;

import java.util.List;

/// Which paths of `/proc` and `/sys` a program does not see as they are.
///
/// @param masked that look empty
/// @param readOnly that cannot be written to
public record SystemPaths(List<String> masked, List<String> readOnly) {
    public SystemPaths {
        masked = List.copyOf(masked);
        readOnly = List.copyOf(readOnly);
    }
}
