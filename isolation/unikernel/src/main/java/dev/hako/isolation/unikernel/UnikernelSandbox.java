package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.isolation.ExecSpec;
import dev.hako.isolation.Freezable;
import dev.hako.isolation.Look;
import dev.hako.isolation.LookSpec;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.monitor.MonitorSocket;
import dev.hako.isolation.monitor.SandboxHome;
import dev.hako.kernel.EventLoop;
import dev.hako.oci.runtime.Resources;
import java.util.Optional;
import java.util.function.Supplier;

/// Starts each container on a kernel of its own.
///
/// @param kernel the one that is used for what is started from now on
record UnikernelSandbox(SandboxHome home, EventLoop loop, Supplier<GuestKernel> kernel)
        implements Sandbox {
    @Override
    public void prepare() {}

    @Override
    public void limit(Resources limits) {
        throw GuestSpec.no("a pod's limits", "limit the container itself");
    }

    @Override
    public void dismantle() {}

    @Override
    public Task start(TaskSpec spec) {
        GuestStart start;
        try {
            start = new GuestStart(home, loop, kernel.get(), spec);
        } catch (Failure e) {
            throw e.during("cannot start container \"" + spec.name() + "\"");
        }
        return new GuestContainer(start.run(), home, GuestHome.of(spec.address().directory()));
    }

    @Override
    public Task exec(Task container, ExecSpec spec) {
        if (!(container instanceof GuestContainer running)) {
            throw Failure.invalid(
                    "cannot run \""
                            + spec.process().args().getFirst()
                            + "\": its container is not one of isolation \"unikernel\"");
        }
        return new GuestExec(home, loop, running, spec).run();
    }

    @Override
    public Look look(LookSpec spec) {
        String title = "container \"" + spec.name() + "\"";
        try {
            spec.running().ifPresent(UnikernelSandbox::requireAwake);
            return spec.running().isEmpty()
                    ? ColdLook.open(this, spec)
                    : GuestLook.open(
                            GuestHome.of(spec.address().directory()).connect(title),
                            GuestLook.plan(spec.side(), Optional.empty()),
                            title);
        } catch (Failure e) {
            throw e.during("cannot open the files of " + title);
        }
    }

    private static void requireAwake(Task task) {
        if (task instanceof Freezable freezable && freezable.isFrozen()) {
            throw Failure.of(Failure.Kind.UNAVAILABLE, "it is paused, and so is its kernel")
                    .hint("resume it with `hako unpause`");
        }
    }

    @Override
    public Optional<Task> reconnect(TaskAddress address) {
        return new MonitorSocket(address, loop)
                .connect()
                .map(task -> new GuestContainer(task, home, GuestHome.of(address.directory())));
    }

    @Override
    public void collect(String id) {
        home.collect(id);
        home.collect(id + SharedFiles.GROUP);
    }

    @Override
    public void close() {}
}
