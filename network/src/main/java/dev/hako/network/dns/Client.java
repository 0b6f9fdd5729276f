package dev.hako.network.dns;

/// Whoever sent a question, and the way back to him.
interface Client {
    Asker asker();

    /// The network that he is in.
    Zone zone();

    /// His port, which tells his questions from those of others at his address.
    int port();

    /// How large an answer to this question he takes.
    int mostBytes(DnsQuery query);

    /// Whether he asks by TCP, and is to be asked for in the same way.
    boolean streams();

    /// Sends him an answer, of which there is one for each question; he may be gone.
    void answer(byte[] message);
}
