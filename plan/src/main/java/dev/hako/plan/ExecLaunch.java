package dev.hako.plan;

import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;

/// Everything the start of a further program in a running container depends on.
///
/// @param host the machine
/// @param id the container's
/// @param container the specification the container was started with: its namespaces, cgroup and
///   seccomp filter hold for the program too
/// @param process what to run
/// @param pidfd a descriptor of the container's first process that the launcher is started with, at
///   least 5 and below 100
/// @param stdio what is at descriptors 0 to 2
/// @param descriptors what else the launcher is started with
/// @param monitoring what the launcher does afterwards
/// @param options what the engine decides
public record ExecLaunch(
        PlanHost host,
        String id,
        Spec container,
        Process process,
        int pidfd,
        Stdio stdio,
        Descriptors descriptors,
        Monitoring monitoring,
        LaunchOptions options) {}
