package dev.hako.oci.hardening;

import dev.hako.oci.json.Require;

/// What hardening depends on besides the container.
///
/// @param architecture as [dev.hako.oci.image.Platform] has it, such as `amd64`
/// @param processors how many the kernel shows, at least 1
public record Machine(String architecture, KernelVersion kernel, int processors) {

    /// Refuses a machine without processors.
    public Machine {
        Require.range("processors", processors, 1, Integer.MAX_VALUE);
    }
}
