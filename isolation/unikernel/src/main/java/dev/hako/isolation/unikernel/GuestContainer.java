package dev.hako.isolation.unikernel;

import dev.hako.isolation.Account;
import dev.hako.isolation.Adjustable;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.Counters;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Freezable;
import dev.hako.isolation.Measurable;
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
import dev.hako.oci.runtime.Resources;
import dev.hako.plan.LiveLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// A container's own program, behind its stand-in, and what the control groups of the whole guest
/// tell and do. They do not tell how many processes it has: those of the host are the kernel's.
final class GuestContainer implements Adjustable, Freezable, Measurable {
    private final MonitoredTask task;
    private final SandboxHome sandbox;
    private final ContainerGroups groups;
    private final GuestHome home;

    GuestContainer(MonitoredTask task, SandboxHome sandbox, GuestHome home) {
        this.task = task;
        this.sandbox = sandbox;
        this.groups = new ContainerGroups(sandbox, task.id(), task.pid());
        this.home = home;
    }

    MonitoredTask task() {
        return task;
    }

    GuestHome home() {
        return home;
    }

    @Override
    public Optional<StartTimes> startTimes() {
        return task.startTimes();
    }

    /// What the host limits of a guest. What its kernel does stays as it was at its start.
    @Override
    public void adjust(Resources limits) {
        GuestSpec.requireOfHost(limits);
        new Adjustment(groups::limiting).make(LiveLimits.of(sandbox.planHost().cgroups(), limits));
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
        Usage all = new Meter(groups, pid()).usage();
        return new Usage(
                all.processorTime(),
                all.memory(),
                all.network(),
                all.blocks(),
                OptionalLong.empty());
    }

    @Override
    public Account account() {
        Account all = new Meter(groups, pid()).account();
        return new Account(
                all.processorTime(),
                all.memory(),
                all.detail(),
                all.pressure(),
                OptionalLong.empty());
    }

    @Override
    public Counters counters() {
        Counters all = new Meter(groups, pid()).counters();
        return new Counters(
                all.cpu(), all.memory(), all.blocks(), all.hugePages(), Optional.empty());
    }

    @Override
    public Optional<Duration> processorTime() {
        return new Meter(groups, pid()).processorTime();
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
