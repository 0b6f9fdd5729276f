package dev.hako.app.doctor;

/// One thing that was looked at.
///
/// @param grade how well it is
/// @param what the result, as a sentence without a full stop
/// @param remedy what to do about it; empty if there is nothing to do
public record Finding(Grade grade, String what, String remedy) {
    /// How well something is.
    public enum Grade {
        OK,
        /// Something is missing that some containers need.
        WARN,
        /// No container can be run.
        FAIL
    }

    static Finding ok(String what) {
        return new Finding(Grade.OK, what, "");
    }

    static Finding warn(String what, String remedy) {
        return new Finding(Grade.WARN, what, remedy);
    }

    static Finding fail(String what, String remedy) {
        return new Finding(Grade.FAIL, what, remedy);
    }
}
