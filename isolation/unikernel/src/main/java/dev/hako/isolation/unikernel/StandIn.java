package dev.hako.isolation.unikernel;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Memfd;
import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.User;
import dev.hako.plan.Descriptors;
import dev.hako.plan.LaunchOptions;
import dev.hako.plan.Monitoring;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import dev.hako.plan.StandInLaunch;
import dev.hako.plan.StandInPlan;
import dev.hako.plan.Stdio;
import java.util.List;

/// The process on the host that a guest's program has for its monitor there: nobody, without a
/// capability, a file or more calls than copying takes.
///
/// @param host the machine
/// @param id of the container, whose control groups it joins
/// @param groups where those are
/// @param home of the guest
record StandIn(PlanHost host, String id, Linux groups, GuestHome home) {
    private static final User NOBODY = new User(Jail.NOBODY, Jail.NOBODY, null, List.of());

    /// Where the launcher has what leads to the guest.
    ///
    /// @param carrier a connection to it
    /// @param plan what the guest is to run
    /// @param end a socket that ends with the guest; [Descriptors#ABSENT] for a further program
    /// @param network the container's network namespace, likewise, or if it has none
    record Place(int carrier, int plan, int end, int network) {}

    /// A guest's plan, as it is handed on.
    static Fd sealed(Plan plan) {
        return Memfd.sealed("plan", plan.encode());
    }

    Plan plan(Place place, Stdio stdio, Descriptors descriptors, Monitoring monitoring) {
        Process process =
                Process.of(List.of("hako-stand-in"))
                        .with(p ->
                                p.cwd("/")
                                        .user(NOBODY)
                                        .capabilities(Capabilities.NONE)
                                        .noNewPrivileges(true));
        Linux linux =
                Linux.NONE.with(l ->
                        l.cgroupsPath(groups.cgroupsPath())
                                .seccomp(HostCalls.filter(HostCalls.OF_STAND_INS)));
        return StandInPlan.compile(
                new StandInLaunch(
                        host,
                        id,
                        linux,
                        process,
                        home.empty().toString(),
                        place.carrier(),
                        place.plan(),
                        place.end(),
                        place.network(),
                        stdio,
                        descriptors,
                        monitoring,
                        LaunchOptions.STANDARD.without(
                                LaunchOptions.Habit.CREATE_WORKING_DIRECTORY)));
    }
}
