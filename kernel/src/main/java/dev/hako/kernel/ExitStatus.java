package dev.hako.kernel;

/// How a process ended.
public sealed interface ExitStatus {
    /// It called exit.
    ///
    /// @param status 0 to 255
    record Exited(int status) implements ExitStatus {}

    /// A signal ended it.
    record Killed(Signal signal, boolean coreDumped) implements ExitStatus {}

    /// The one number shells and container tools report: the status, or 128 and the signal.
    default int code() {
        return switch (this) {
            case Exited(int status) -> status;
            case Killed(Signal signal, _) -> 128 + signal.number();
        };
    }
}
