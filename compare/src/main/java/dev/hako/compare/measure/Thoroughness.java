package dev.hako.compare.measure;

import dev.hako.compare.contest.Interleaved;
import java.time.Duration;
import java.time.InstantSource;

/// How much is measured.
///
/// @param quick all within three minutes on two processors, at the price of wider intervals
/// @param clock what limits are measured by
/// @param allowance what is left of the time
public record Thoroughness(boolean quick, InstantSource clock, Allowance allowance) {
    int rounds(int thorough, int hasty) {
        return quick ? hasty : thorough;
    }

    /// Turns of such a length, which end earlier if the time does.
    Interleaved turns(int rounds, Duration limit) {
        return new Interleaved(rounds, limit, clock, allowance::isOver);
    }

    /// One of several pieces of a group's work has its turn.
    void beginPiece(int number, int count) {
        allowance.beginPiece(number, count);
    }

    /// Whether nothing further may begin.
    boolean isOver() {
        return allowance.isOver();
    }

    Duration limit(int thoroughSeconds, int hastySeconds) {
        return Duration.ofSeconds(quick ? hastySeconds : thoroughSeconds);
    }
}
