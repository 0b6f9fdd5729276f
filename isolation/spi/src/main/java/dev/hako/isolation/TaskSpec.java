package dev.hako.isolation;

import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.RootFilesystem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A container to start.
///
/// @param address its id and run directory, which exists
/// @param name what users call it, for messages and process titles
/// @param stateDirectory where `exit` goes: the run directory, or a directory that survives a
///   reboot
/// @param spec what to run and how; its root path is not read, `root` takes its place
/// @param root what the root file system is made of
/// @param bundle what hooks are told as the bundle's path
/// @param stdio what is at descriptors 0 to 2
/// @param log where output is logged; empty: nowhere
/// @param monitor what the monitor does besides
/// @param foreground a client attached from the first byte on
/// @param revival how the monitor starts an engine; empty: never
/// @param joins running tasks of the same isolation, whose namespaces of these types it has instead
///   of what `spec` says of them
/// @param network that was made for it, instead of what `spec` says of one
public record TaskSpec(
        TaskAddress address,
        String name,
        Path stateDirectory,
        Spec spec,
        RootFilesystem root,
        Path bundle,
        Stdio stdio,
        Optional<LogSettings> log,
        MonitorSettings monitor,
        Optional<Foreground> foreground,
        Optional<Revival> revival,
        Map<Namespace.Type, Task> joins,
        Optional<OwnNetwork> network) {
    public TaskSpec {
        joins = Map.copyOf(joins);
    }

    /// The same with another root file system.
    public TaskSpec with(RootFilesystem other) {
        return new TaskSpec(
                address,
                name,
                stateDirectory,
                spec,
                other,
                bundle,
                stdio,
                log,
                monitor,
                foreground,
                revival,
                joins,
                network);
    }
}
