package dev.hako.network.bridge;

import dev.hako.failure.Failure;

/// The largest packet of an interface, in bytes.
final class Mtu {
    /// What any IPv4 host must take (RFC 791), and the most that the header of one can say.
    private static final int LEAST = 68;

    private static final int MOST = 65535;

    private Mtu() {}

    static void check(int mtu) {
        if (mtu < LEAST || mtu > MOST) {
            throw Failure.invalid("an MTU of " + mtu + " bytes is not possible")
                    .hint("give one of " + LEAST + " to " + MOST);
        }
    }
}
