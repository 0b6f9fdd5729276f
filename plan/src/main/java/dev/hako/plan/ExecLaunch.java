package dev.hako.plan;

import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.State;
import java.util.List;
import java.util.Optional;

/// Everything the start of a further program in a running container depends on.
///
/// @param host the machine
/// @param id the container's
/// @param container the specification the container was started with: its namespaces, cgroup and
///   seccomp filter hold for the program too
/// @param process what to run
/// @param groups the control groups it joins; empty: those of the container's specification
/// @param state the container's, as a seccomp agent is told of it; empty where none can be asked
/// @param pidfd a descriptor of the container's first process that the launcher is started with, at
///   least 5 and below 100; [Descriptors#ABSENT] where it is noted (see [LaunchOptions])
/// @param stdio what is at descriptors 0 to 2
/// @param descriptors what else the launcher is started with
/// @param custody who looks after the program afterwards
/// @param options what the engine decides
public record ExecLaunch(
        PlanHost host,
        String id,
        Spec container,
        Process process,
        Optional<List<CgroupPlace>> groups,
        Optional<State> state,
        int pidfd,
        Stdio stdio,
        Descriptors descriptors,
        Custody custody,
        LaunchOptions options) {}
