package dev.hako.app.daemon;

import dev.hako.kernel.EventLoop;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.UnixSocket;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes connections, and turns strangers away.
final class Door implements AutoCloseable {
    private static final int ROOT = 0;
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final UnixSocket socket;
    private final int owner;
    private final EventLoop.Registration registration;

    /// @param socket stays its owner's
    /// @param owner whose clients are let in, besides root's
    /// @param visitors takes each connection over; it is called on the loop and must not wait
    Door(UnixSocket socket, int owner, EventLoop loop, Consumer<UnixSocket> visitors) {
        this.socket = socket.nonBlocking();
        this.owner = owner;
        this.registration = loop.watch(socket.fd(), EventLoop.EPOLLIN, _ -> acceptAll(visitors));
    }

    private void acceptAll(Consumer<UnixSocket> taker) {
        try {
            for (Optional<UnixSocket> next = socket.accept();
                    next.isPresent();
                    next = socket.accept()) {
                admit(next.get(), taker);
            }
        } catch (KernelException e) {
            // Too many open files, or a client that has given up already: others may have more
            // luck.
            LOG.warn("cannot accept a connection: {}", e.getMessage());
        }
    }

    private void admit(UnixSocket connection, Consumer<UnixSocket> taker) {
        int uid = connection.peer().uid();
        if (uid == owner || uid == ROOT) {
            taker.accept(connection.nonBlocking());
        } else {
            LOG.warn("refused a connection of user {}", uid);
            connection.close();
        }
    }

    /// Lets nobody in any more.
    ///
    /// @param latecomers takes those who have knocked already
    void shut(Consumer<UnixSocket> latecomers) {
        registration.close();
        acceptAll(latecomers);
    }

    @Override
    public void close() {
        registration.close();
    }
}
