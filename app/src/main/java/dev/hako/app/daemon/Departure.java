package dev.hako.app.daemon;

import dev.hako.kernel.EventLoop;
import dev.hako.kernel.UnixSocket;

/// Interrupts the thread that made it when a client's connection is closed from the other side.
final class Departure implements AutoCloseable {
    private static final int LEAVING = EventLoop.EPOLLRDHUP | EventLoop.EPOLLHUP;

    private final Thread thread = Thread.currentThread();
    private final EventLoop.Registration registration;

    Departure(UnixSocket connection, EventLoop loop) {
        registration = loop.watch(connection.fd(), LEAVING, _ -> interrupt());
    }

    private void interrupt() {
        registration.close();
        thread.interrupt();
    }

    /// From now on the client may leave.
    void forget() {
        registration.close();
    }

    @Override
    public void close() {
        forget();
    }
}
