package dev.hako.engine;

import dev.hako.failure.Failure;

/// The exit code of a program that could not be started, as a shell counts.
public final class StartExitCode {
    private StartExitCode() {}

    /// 127: there is none; 126: it is none; 125: something else stood in the way.
    public static int of(Failure failure) {
        return switch (failure.kind()) {
            case NO_EXECUTABLE -> 127;
            case NOT_EXECUTABLE -> 126;
            default -> 125;
        };
    }
}
