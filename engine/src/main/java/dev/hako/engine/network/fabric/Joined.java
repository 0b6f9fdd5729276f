package dev.hako.engine.network.fabric;

import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.network.store.Network;

/// A network and how a container is connected to it.
public record Joined(Network network, NetworkJoin how) {}
