package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.isolation.Account;
import dev.hako.isolation.Adjustable;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.Counters;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Freezable;
import dev.hako.isolation.Measurable;
import dev.hako.isolation.Observable;
import dev.hako.isolation.StartTimes;
import dev.hako.isolation.Usage;
import dev.hako.isolation.WindowSize;
import dev.hako.isolation.monitor.Adjustment;
import dev.hako.isolation.monitor.ContainerGroups;
import dev.hako.isolation.monitor.Freezer;
import dev.hako.isolation.monitor.Meter;
import dev.hako.isolation.monitor.MonitoredTask;
import dev.hako.isolation.monitor.SandboxHome;
import dev.hako.kernel.Fd;
import dev.hako.kernel.PidNamespaceMembers;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.oci.runtime.Resources;
import dev.hako.plan.LiveLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A container's own program, and with it all that its control groups tell and do. A program that
/// was exec'd into a container is in the container's groups, and has none to itself.
final class NamespaceContainer implements Freezable, Measurable, Adjustable, Observable {
    private final MonitoredTask task;
    private final SandboxHome home;
    private final ContainerGroups groups;

    NamespaceContainer(MonitoredTask task, SandboxHome home) {
        this.task = task;
        this.home = home;
        this.groups = new ContainerGroups(home, task.id(), task.pid());
    }

    /// What its monitor tells and does.
    MonitoredTask task() {
        return task;
    }

    @Override
    public Optional<StartTimes> startTimes() {
        return task.startTimes();
    }

    @Override
    public void freeze() {
        new Freezer(groups).freeze();
    }

    @Override
    public void thaw() {
        new Freezer(groups).thaw();
    }

    @Override
    public boolean isFrozen() {
        return new Freezer(groups).isFrozen();
    }

    @Override
    public Usage usage() {
        return new Meter(groups, pid()).usage();
    }

    @Override
    public Account account() {
        return new Meter(groups, pid()).account();
    }

    @Override
    public Counters counters() {
        return new Meter(groups, pid()).counters();
    }

    @Override
    public Optional<Duration> processorTime() {
        return new Meter(groups, pid()).processorTime();
    }

    @Override
    public void adjust(Resources limits) {
        new Adjustment(groups::limiting).make(LiveLimits.of(home.planHost().cgroups(), limits));
    }

    @Override
    public List<Integer> processes() {
        return groups.all().stream()
                .findFirst()
                .map(Cgroup::everyone)
                .or(() -> PidNamespaceMembers.of(pid()))
                .orElseThrow(NamespaceContainer::indistinct)
                .stream()
                .filter(pid -> pid > 0)
                .toList();
    }

    private static Failure indistinct() {
        return Failure.unsupported(
                        "it has neither a control group nor a pid namespace of its own, so that its"
                                + " processes cannot be told from others")
                .hint("give the engine a cgroup of its own, or leave out `--pid host`");
    }

    @Override
    public int pid() {
        return task.pid();
    }

    @Override
    public CompletableFuture<ExitStatus> exit() {
        return task.exit();
    }

    @Override
    public void kill(int signal) {
        task.kill(signal);
    }

    @Override
    public void resize(WindowSize size) {
        task.resize(size);
    }

    @Override
    public void attach(Fd client, Attachment attachment) {
        task.attach(client, attachment);
    }

    @Override
    public void reopenLog() {
        task.reopenLog();
    }

    @Override
    public void needEngine(boolean needed) {
        task.needEngine(needed);
    }

    @Override
    public void release() {
        task.release();
    }

    @Override
    public void close() {
        task.close();
    }
}
