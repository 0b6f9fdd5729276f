package dev.hako.door.streaming;

import dev.hako.failure.Failure;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Where the streaming server listens, and how patient it is.
///
/// @param address port 0: a free one
/// @param tokenLife how long a client may take from the URL to its connection
/// @param openPatience how long it may take to open its streams
/// @param idlePatience how long a session may be silent in both directions
/// @param maxClients how many it serves at once
public record StreamingSettings(
        InetSocketAddress address,
        Duration tokenLife,
        Duration openPatience,
        Duration idlePatience,
        int maxClients) {
    /// As long as the kubelet's own.
    private static final Duration IDLE = Duration.ofHours(4);

    private static final int MAX_CLIENTS = 1000;

    public StreamingSettings {
        if (address.isUnresolved()) {
            throw Failure.invalid("unknown host \"" + address.getHostString() + "\"");
        }
        if (address.getAddress().isAnyLocalAddress()) {
            throw Failure.invalid(
                            "cannot serve streams on \""
                                    + address.getHostString()
                                    + "\": a client could not connect to such an address")
                    .hint("name one of the machine's addresses");
        }
    }

    /// The usual patience.
    public static StreamingSettings on(InetSocketAddress address) {
        return new StreamingSettings(
                address, Duration.ofMinutes(1), Duration.ofSeconds(30), IDLE, MAX_CLIENTS);
    }

    /// The same with other limits on time.
    public StreamingSettings patience(Duration life, Duration open, Duration idle) {
        return new StreamingSettings(address, life, open, idle, maxClients);
    }
}
