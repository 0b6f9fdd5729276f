package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.boot.CommandLine.Mode;
import dev.hako.isolation.Look;
import dev.hako.isolation.LookSpec;
import dev.hako.isolation.monitor.MonitoredTask;
import dev.hako.kernel.DetachedMount;
import dev.hako.kernel.Signal;
import dev.hako.kernel.UnixSocket;
import dev.hako.oci.runtime.Linux;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A look at the files of a container that does not run: a kernel is started for it, with the
/// container's disks, and runs nothing but what shows them.
///
/// @param jail the kernel's
record ColdLook(GuestLook look, MonitoredTask jail) implements Look {
    /// For a guest to write what it holds, and go.
    private static final int END_SECONDS = 10;

    /// @throws Failure if the kernel cannot be started
    static ColdLook open(UnikernelSandbox sandbox, LookSpec spec) {
        String title = "container \"" + spec.name() + "\"";
        GuestHome home = GuestHome.of(spec.address().directory());
        if (home.isInhabited()) {
            throw Failure.conflict("its kernel still runs").hint("try again in a few seconds");
        }
        GuestRoot root = GuestRoot.of(spec.root(), new SharedFiles(List.of()));
        Linux linux = Objects.requireNonNullElse(spec.spec().linux(), Linux.NONE);
        GuestBoot boot =
                new GuestBoot(
                        sandbox.home(),
                        sandbox.loop(),
                        sandbox.kernel().get(),
                        new GuestBoot.Guest(
                                spec.address().id(),
                                title,
                                home,
                                GuestSpec.STANDARD_MIB,
                                Mode.FAST),
                        root,
                        Linux.NONE.with(l -> l.cgroupsPath(linux.cgroupsPath())),
                        new TreeMap<>(),
                        GuestNetwork.NONE);
        boot.make();
        try (UnixSocket.Pair end = UnixSocket.pair();
                FileServer server = boot.serve(end.right())) {
            MonitoredTask jail = boot.start(end.right());
            try {
                GuestLook look =
                        GuestLook.open(
                                boot.connect(),
                                GuestLook.plan(spec.side(), Optional.of(root.inside())),
                                title);
                server.leave();
                return new ColdLook(look, jail);
            } catch (RuntimeException e) {
                jail.kill(Signal.SIGKILL.number());
                jail.close();
                throw e;
            }
        }
    }

    @Override
    public DetachedMount files() {
        return look.files();
    }

    @Override
    public Optional<Failure> loss() {
        return look.loss();
    }

    /// Returns when the kernel has gone, for another one may want its disks.
    @Override
    public void close() {
        look.close();
        boolean gone =
                jail.exit()
                        .handle((_, _) -> true)
                        .completeOnTimeout(false, END_SECONDS, TimeUnit.SECONDS)
                        .join();
        if (!gone) {
            jail.kill(Signal.SIGKILL.number());
        }
        jail.close();
    }
}
