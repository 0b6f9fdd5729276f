package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Isolation;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.Support;
import dev.hako.isolation.Support.Supported;
import dev.hako.isolation.Support.Unsupported;
import dev.hako.isolation.host.HostProbe;
import dev.hako.kernel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Linux namespaces, cgroups, capabilities and seccomp under the one kernel of the host.
///
/// Its event loop is started with the first sandbox and lives as long as the process: it is where
/// the ends of all containers are learnt of.
public final class NamespaceIsolation implements Isolation {
    private final HostProbe host;
    private @Nullable EventLoop loop;

    /// For [java.util.ServiceLoader].
    public NamespaceIsolation() {
        this(HostProbe.instance());
    }

    NamespaceIsolation(HostProbe host) {
        this.host = host;
    }

    @Override
    public String name() {
        return "namespace";
    }

    @Override
    public Support support(HostFacts facts) {
        if (!facts.features().getOrDefault("clone3", true)) {
            return new Unsupported(
                    "the kernel lacks clone3 (it is \"" + facts.kernelRelease() + "\")",
                    "use Linux 5.11 or newer");
        }
        return new Supported(limitations(facts));
    }

    private static List<String> limitations(HostFacts facts) {
        var limitations = new ArrayList<String>();
        if (!facts.cgroups().missing().isEmpty()) {
            limitations.add(
                    "no limits by " + String.join(", ", facts.cgroups().missing().keySet()));
        }
        facts.user().mappingNote().ifPresent(limitations::add);
        return limitations;
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        if (support(host.facts()) instanceof Unsupported(String reason, String remedy)) {
            throw Failure.unsupported("cannot open sandbox \"" + spec.id() + "\": " + reason)
                    .hint(remedy);
        }
        return new NamespaceSandbox(host, loop(), spec);
    }

    private synchronized EventLoop loop() {
        EventLoop started = loop;
        if (started == null) {
            started = EventLoop.start("hako-monitors");
            loop = started;
        }
        return started;
    }
}
