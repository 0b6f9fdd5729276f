package dev.hako.compare.measure;

import java.time.Duration;
import java.time.InstantSource;

/// How much is measured.
///
/// @param quick all within three minutes on two processors, at the price of wider intervals
/// @param clock what limits are measured by
public record Thoroughness(boolean quick, InstantSource clock) {
    int rounds(int thorough, int hasty) {
        return quick ? hasty : thorough;
    }

    Duration limit(int thoroughSeconds, int hastySeconds) {
        return Duration.ofSeconds(quick ? hastySeconds : thoroughSeconds);
    }
}
