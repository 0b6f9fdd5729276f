package dev.hako.kernel;

import java.util.List;

/// What came through a unix socket in one piece.
///
/// @param bytes empty when the other side has finished
/// @param fds descriptors sent along, in their order; closing the message closes them
@SuppressWarnings("ArrayRecordComponent") // a carrier of data that is never compared
public record Message(byte[] bytes, List<Fd> fds) implements AutoCloseable {
    public Message {
        fds = List.copyOf(fds);
    }

    /// Whether the other side has finished.
    public boolean isEnd() {
        return bytes.length == 0;
    }

    @Override
    public void close() {
        fds.forEach(Fd::close);
    }
}
