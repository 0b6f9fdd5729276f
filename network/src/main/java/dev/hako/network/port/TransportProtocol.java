package dev.hako.network.port;

import java.util.Locale;

/// What has ports.
public enum TransportProtocol {
    TCP(6),
    UDP(17);

    private final int number;

    TransportProtocol(int number) {
        this.number = number;
    }

    /// `IPPROTO_…`.
    public int number() {
        return number;
    }

    /// `tcp` or `udp`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
