package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.Linux;
import dev.hako.plan.Argument.Register;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What is done about a container by others than its launcher, once it has been handed over (see
/// [Handover]): when its program has been let go, and when it is deleted.
public final class AfterlifePlans {
    private static final int CONTROL_FD = 4;
    private static final int PID_MILLIS = 10_000;

    private final ContainerLaunch launch;
    private final PlanBuilder plan;
    private final Cgroups cgroups;
    private final Hooks hooks;
    private final Optional<SharedPlace> place;

    private AfterlifePlans(ContainerLaunch launch) {
        Linux linux = Objects.requireNonNullElse(launch.spec().linux(), Linux.NONE);
        Isolation isolation = Isolation.of(linux, launch.host(), launch.processes());
        this.launch = launch;
        this.plan = new PlanBuilder(launch.host().arch());
        this.cgroups = Cgroups.of(launch.host(), linux, launch.id(), isolation, plan);
        this.hooks = new Hooks(plan, launch);
        this.place = SharedPlace.of(launch, isolation);
    }

    /// What is done when the program runs; its process's id is sent over the launcher's control
    /// socket. Nothing if there are no poststart hooks.
    public static Optional<Plan> started(ContainerLaunch launch) {
        return launch.spec().hooks().poststart().isEmpty()
                ? Optional.empty()
                : Optional.of(new AfterlifePlans(launch).started());
    }

    /// The removal of what the container had, as a clean-up section: each step is tried, whatever
    /// became of those before it.
    public static Plan removal(ContainerLaunch launch) {
        return new AfterlifePlans(launch).removal();
    }

    /// The container's control groups.
    public static List<CgroupPlace> places(ContainerLaunch launch) {
        return new AfterlifePlans(launch).cgroups.places();
    }

    private Plan started() {
        keepBeginningFree();
        new LauncherSteps(plan).keepDescriptorsBack();
        plan.doing("learn of the container's process", "");
        plan.add(new Action.Receive(value(CONTROL_FD), PID_MILLIS));
        Register pid = plan.into("pid");
        hooks.poststart(pid);
        end();
        return plan.build();
    }

    private Plan removal() {
        end();
        keepBeginningFree();
        plan.beginCleanup();
        cgroups.remove();
        place.ifPresent(shared -> shared.remove(plan));
        hooks.poststop();
        end();
        return plan.build();
    }

    /// A program's input at offset 0 is none at all (`struct plan_spawn`), and these plans are so
    /// short that it could come to lie there.
    private void keepBeginningFree() {
        plan.data().place(new Struct(Long.BYTES), "nothing");
    }

    private void end() {
        plan.doing("end", launch.id());
        plan.add(new Action.End(0));
    }
}
