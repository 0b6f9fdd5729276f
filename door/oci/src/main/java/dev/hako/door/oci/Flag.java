package dev.hako.door.oci;

import dev.hako.launcher.wire.Frame;

/// What a request says by bits (`record.h`).
enum Flag {
    /// The launcher has a console socket.
    CONSOLE(1),
    /// The process, or the limits, are words and not JSON.
    WORDS(2),
    /// The root is entered without pivot_root(2).
    NO_PIVOT(4),
    /// The process keeps its caller's session keyring.
    KEEP_KEYRING(8),
    /// A bundle for an ordinary user.
    ROOTLESS(16),
    /// Systemd makes the container's control groups, or has made them.
    SYSTEMD(32),
    /// It is the caller's own, and not the machine's.
    USER_MANAGER(64);

    private final int bit;

    Flag(int bit) {
        this.bit = bit;
    }

    boolean isIn(Frame.Compile request) {
        return (request.flags() & bit) != 0;
    }
}
