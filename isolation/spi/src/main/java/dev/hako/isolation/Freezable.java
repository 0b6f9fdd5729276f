package dev.hako.isolation;

/// A task whose processes can all be held at once, and let go on as if nothing had been.
public interface Freezable extends Task {
    /// Holds all its processes, and returns when none of them runs. One that is held already is no
    /// error.
    ///
    /// @throws dev.hako.failure.Failure `UNSUPPORTED` with a remedy where this host has no means,
    ///   `UNAVAILABLE` when a process does not stop in time: then none is held
    void freeze();

    /// Lets them go on. It is no error if they are not held.
    void thaw();

    /// Whether they are held now, whoever did it; asked of the kernel each time.
    boolean isFrozen();
}
