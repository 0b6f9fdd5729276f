package dev.hako.network.dns;

import java.net.InetSocketAddress;

/// A network that is listened to, until it is closed.
public final class Listener implements AutoCloseable {
    private final InetSocketAddress address;
    private final Runnable closing;

    Listener(InetSocketAddress address, Runnable closing) {
        this.address = address;
        this.closing = closing;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// Its port is free when this returns. Closing it twice does nothing.
    @Override
    public void close() {
        closing.run();
    }
}
