package dev.hako.engine.network.plugins;

import dev.hako.engine.config.NetworkOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The network that a pod's containers share.
///
/// @param id the pod's
/// @param name what others call it
/// @param labels for users to find it by
/// @param plugins the network of plugins that it is to be attached to; empty: those of `options`
/// @param options what it is to be connected to
/// @param namespace where the network namespace is mounted, which holds it
/// @param run the pod's folder for what does not survive a reboot
/// @param decisions the file in which decisions about where it sends are on record
public record PodNetwork(
        String id,
        String name,
        Map<String, String> labels,
        Optional<String> plugins,
        NetworkOptions options,
        Path namespace,
        Path run,
        Path decisions) {}
