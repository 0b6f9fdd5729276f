package dev.hako.network.dns;

/// A way to a server, for one question.
interface Line extends AutoCloseable {
    /// Hears what comes of it.
    interface Receiver {
        /// A message, which may be anybody's.
        void received(byte[] message);

        /// Nothing will come any more.
        void failed();
    }

    /// Nothing is heard of it any more.
    @Override
    void close();
}
