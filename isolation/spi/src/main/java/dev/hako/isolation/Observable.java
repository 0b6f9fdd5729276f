package dev.hako.isolation;

import java.util.List;

/// A task whose processes can be seen from the host.
public interface Observable extends Task {
    /// The process ids, as the host sees them, of its program and of all that runs beside it, in no
    /// order. They may have ended when the caller looks.
    ///
    /// @throws dev.hako.failure.Failure `UNSUPPORTED` with a remedy where this host cannot tell
    ///   them from others
    List<Integer> processes();
}
