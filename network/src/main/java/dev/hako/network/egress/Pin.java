package dev.hako.network.egress;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/// An address that a box is let to for a time.
///
/// @param port the only one; empty: all, of whatever protocol
/// @param lasts from now on
public record Pin(InetAddress address, Optional<ServicePort> port, Duration lasts) {
    public Pin {
        if (!lasts.isPositive()) {
            throw new IllegalArgumentException("a pin that does not last");
        }
    }
}
