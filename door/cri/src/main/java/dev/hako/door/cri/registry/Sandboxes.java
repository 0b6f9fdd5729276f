package dev.hako.door.cri.registry;

import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxFilter;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.failure.Failure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/// The pods that were made through this door.
public final class Sandboxes {
    private final Engine engine;

    /// Reading the kubelet's words again and again would be most of the work of a list. What is
    /// kept here goes with its pod, and so must not know it.
    private final Map<Pod, Optional<PodSandboxConfig>> said =
            Collections.synchronizedMap(new WeakHashMap<>());

    public Sandboxes(Engine engine) {
        this.engine = engine;
    }

    /// All there are, newest first.
    public List<SandboxEntry> all() {
        return engine.pods().all().stream().flatMap(pod -> entry(pod).stream()).toList();
    }

    private Optional<SandboxEntry> entry(Pod pod) {
        return said.computeIfAbsent(pod, SandboxEntry::said)
                .map(config -> SandboxEntry.of(pod, config));
    }

    /// Those that a filter lets through: all that it says must be so.
    public List<SandboxEntry> matching(PodSandboxFilter filter) {
        return all().stream().filter(entry -> matches(filter, entry)).toList();
    }

    private static boolean matches(PodSandboxFilter filter, SandboxEntry entry) {
        return entry.id().startsWith(filter.getId())
                && (!filter.hasState() || filter.getState().getState() == entry.state())
                && Labels.match(filter.getLabelSelectorMap(), entry.config().getLabelsMap());
    }

    /// The pod of an id, or of the beginning of one.
    ///
    /// @throws Failure `CONFLICT` when several ids begin so
    public Optional<SandboxEntry> find(String id) {
        return id.isEmpty()
                ? Optional.empty()
                : engine.pods()
                        .find(id)
                        .filter(pod -> pod.id().startsWith(id))
                        .flatMap(this::entry);
    }

    /// The same where it must be there.
    ///
    /// @throws Failure `NOT_FOUND` if it is not
    public SandboxEntry sandbox(String id) {
        return find(id).orElseThrow(() -> Failure.notFound("no such pod sandbox \"" + id + "\""));
    }
}
