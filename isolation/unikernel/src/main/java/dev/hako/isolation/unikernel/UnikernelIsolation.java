package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.guest.kernel.KernelStore;
import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Isolation;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.Support;
import dev.hako.isolation.Support.Supported;
import dev.hako.isolation.Support.Unsupported;
import dev.hako.isolation.host.HostProbe;
import dev.hako.isolation.monitor.SandboxHome;
import dev.hako.kernel.EventLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Linux kernel for each container, as one ordinary process in a jail: User Mode Linux.
public final class UnikernelIsolation implements Isolation {
    private static final String MACHINE = "amd64";

    private final HostProbe host = HostProbe.instance();
    private final KernelStore kernels;
    private @Nullable EventLoop loop;

    /// @param kernels where guest kernels are kept
    public UnikernelIsolation(Path kernels) {
        this.kernels = new KernelStore(kernels);
    }

    @Override
    public String name() {
        return "unikernel";
    }

    @Override
    public boolean hasRootsOnDisks() {
        return true;
    }

    @Override
    public boolean hasPods() {
        return false;
    }

    @Override
    public boolean changesNetworks() {
        return false;
    }

    @Override
    public Support support(HostFacts facts) {
        if (!facts.architecture().equals(MACHINE)) {
            return new Unsupported(
                    "User Mode Linux is for x86-64 only, and this is " + facts.architecture(),
                    "use isolation \"namespace\"");
        }
        if (facts.user().rootless()) {
            return new Unsupported(
                    "an ordinary user's guest kernels are not supported yet", "run hako as root");
        }
        if (newest().isEmpty()) {
            return new Unsupported(
                    "there is no guest kernel",
                    "hako kernel build, which takes about eight minutes, once; or hako kernel pull");
        }
        return new Supported(
                List.of(
                        "no pods, no changes to the networks of what runs",
                        "no devices of the host, locks and access lists of `-v` are its own",
                        "one processor for each container"));
    }

    private Optional<GuestKernel> newest() {
        return kernels.all().stream()
                .filter(kernel -> kernel.facts().machine().equals("x86_64"))
                .findFirst();
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        if (spec.shared().isPresent()) {
            throw Failure.unsupported(
                            "cannot open sandbox \""
                                    + spec.id()
                                    + "\": isolation \"unikernel\" has no pods yet")
                    .hint("run its containers by themselves, or use isolation \"namespace\"");
        }
        return new UnikernelSandbox(
                new SandboxHome(host, Optional.empty()), loop(), () -> kernel(spec));
    }

    /// Only a start needs one.
    private GuestKernel kernel(SandboxSpec spec) {
        if (support(host.facts()) instanceof Unsupported(String reason, String remedy)) {
            throw Failure.unsupported("cannot open sandbox \"" + spec.id() + "\": " + reason)
                    .hint(remedy);
        }
        return newest().orElseThrow();
    }

    private synchronized EventLoop loop() {
        EventLoop started = loop;
        if (started == null) {
            started = EventLoop.start("hako-guests");
            loop = started;
        }
        return started;
    }
}
