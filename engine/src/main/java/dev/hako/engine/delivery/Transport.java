package dev.hako.engine.delivery;

import java.io.IOException;

/// A connection that messages are sent over.
interface Transport extends AutoCloseable {
    /// Returns once the message has been taken, or says why it cannot be.
    void send(byte[] message) throws IOException;

    @Override
    void close() throws IOException;
}
