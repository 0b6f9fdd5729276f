package dev.hako.plan;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Process;

/// Everything the start of a program's stand-in depends on: the program itself runs in a guest
/// kernel, by a plan of its own.
///
/// @param host the machine
/// @param id of the container, whose control groups it joins; they are there
/// @param linux where those are, and which system calls it may make
/// @param process who it is: user, capabilities and limits; its arguments are its title alone
/// @param root an empty directory, which becomes its root
/// @param carrier a descriptor of a connection to the guest's carrier, at least 5 and below 100
/// @param plan a descriptor of the guest's plan, likewise
/// @param end a descriptor of a socket whose other side is closed once the guest is gone, likewise,
///   for the program that the guest is there for; [Descriptors#ABSENT] for others
/// @param network a descriptor of the network namespace that is the container's to whoever looks
///   for it, likewise; [Descriptors#ABSENT]: the engine's own
/// @param stdio what is at descriptors 0 to 2
/// @param descriptors what else the launcher is started with; its companion is the guest itself
/// @param monitoring what the launcher does once the program runs
/// @param options what the engine decides
public record StandInLaunch(
        PlanHost host,
        String id,
        Linux linux,
        Process process,
        String root,
        int carrier,
        int plan,
        int end,
        int network,
        Stdio stdio,
        Descriptors descriptors,
        Monitoring monitoring,
        LaunchOptions options) {}
