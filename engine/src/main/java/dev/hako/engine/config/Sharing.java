package dev.hako.engine.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whose namespaces a container has instead of its own. In what a user asks for, pods and
/// containers are named as the user likes; in what an engine keeps, by their ids.
///
/// @param pod the pod it belongs to
/// @param withPod what it shares with the pod's other containers
/// @param containers by namespace, the container whose it is
public record Sharing(Optional<String> pod, Set<Share> withPod, Map<Share, String> containers) {
    public static final Sharing NONE = new Sharing(Optional.empty(), Set.of(), Map.of());

    public Sharing {
        EnumSet<Share> shares = EnumSet.noneOf(Share.class);
        shares.addAll(withPod);
        withPod = Collections.unmodifiableSet(shares);
        Map<Share, String> owners = new EnumMap<>(Share.class);
        owners.putAll(containers);
        containers = Collections.unmodifiableMap(owners);
    }

    /// Whether a namespace is not the container's own.
    public boolean shares(Share share) {
        return withPod.contains(share) || containers.containsKey(share);
    }

    /// The same with a namespace of another container.
    public Sharing with(Share share, String container) {
        Map<Share, String> more = new EnumMap<>(Share.class);
        more.putAll(containers);
        more.put(share, container);
        return new Sharing(pod, withPod, more);
    }
}
