package dev.hako.door.cri.registry;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerFilter;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/// The containers that were made through this door.
public final class Containers {
    private final Engine engine;

    /// See [Sandboxes].
    private final Map<Container, Optional<ContainerConfig>> said =
            Collections.synchronizedMap(new WeakHashMap<>());

    public Containers(Engine engine) {
        this.engine = engine;
    }

    /// All there are, newest first, but for those that are just going.
    public List<ContainerEntry> all() {
        return engine.containers().stream()
                .filter(one -> !(one.state() instanceof ContainerState.Removing))
                .flatMap(one -> entry(one).stream())
                .toList();
    }

    private Optional<ContainerEntry> entry(Container container) {
        return said.computeIfAbsent(container, ContainerEntry::said)
                .flatMap(config -> ContainerEntry.of(container, config));
    }

    /// Those that a filter lets through: all that it says must be so.
    public List<ContainerEntry> matching(ContainerFilter filter) {
        return all().stream().filter(entry -> matches(filter, entry)).toList();
    }

    private static boolean matches(ContainerFilter filter, ContainerEntry entry) {
        return entry.id().startsWith(filter.getId())
                && entry.sandboxId().startsWith(filter.getPodSandboxId())
                && (!filter.hasState() || filter.getState().getState() == entry.state())
                && Labels.match(filter.getLabelSelectorMap(), entry.config().getLabelsMap());
    }

    /// Those of a pod, oldest first.
    public List<ContainerEntry> in(SandboxEntry sandbox) {
        return sandbox.pod().containers().stream().flatMap(one -> entry(one).stream()).toList();
    }

    /// The container of an id, or of the beginning of one.
    ///
    /// @throws Failure `CONFLICT` when several ids begin so
    public Optional<ContainerEntry> find(String id) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        try {
            Container found = engine.container(id);
            return found.id().startsWith(id) ? entry(found) : Optional.empty();
        } catch (Failure e) {
            if (e.kind() == Failure.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The same where it must be there.
    ///
    /// @throws Failure `NOT_FOUND` if it is not
    public ContainerEntry container(String id) {
        return find(id).orElseThrow(() -> Failure.notFound("no such container \"" + id + "\""));
    }
}
