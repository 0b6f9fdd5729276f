package dev.hako.isolation;

import dev.hako.oci.runtime.Resources;

/// A task whose limits can be changed while it runs.
public interface Adjustable extends Task {
    /// Sets limits anew. What `limits` does not name stays as it is, and so do rules for devices.
    ///
    /// @throws dev.hako.failure.Failure `UNSUPPORTED` when this host lacks what a limit needs,
    ///   `INVALID` when the kernel refuses it, `CONFLICT` when the task uses more already; every
    ///   limit is then what it was before
    void adjust(Resources limits);
}
