package dev.hako.isolation;

import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import java.util.Optional;

/// A program to start in a running container.
///
/// @param address the exec's id and run directory, which exists
/// @param process what to run
/// @param container the spec the container was started with: its namespaces, cgroup and seccomp
///   profile hold for the program too
/// @param stdio what is at descriptors 0 to 2
/// @param foreground a client attached from the first byte on
public record ExecSpec(
        TaskAddress address,
        Process process,
        Spec container,
        Stdio stdio,
        Optional<Foreground> foreground) {
    /// The same for another program.
    public ExecSpec with(Process other) {
        return new ExecSpec(address, other, container, stdio, foreground);
    }
}
