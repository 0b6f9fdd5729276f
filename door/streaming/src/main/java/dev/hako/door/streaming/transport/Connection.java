package dev.hako.door.streaming.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What all streams of one client share: its socket, and how much is on its way in either
/// direction.
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent ends the connection
public final class Connection {
    /// How much is read ahead of who reads it, counted as [#cost]s.
    static final int READ_AHEAD = 256 << 10;

    /// What keeping a piece of input costs besides its bytes, so that many small ones are no way
    /// around the limit.
    private static final int PIECE_OVERHEAD = 64;

    /// How long a client may take to close its side once we have closed ours.
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final Channel channel;
    private final Supplier<Object> farewell;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private long ahead;
    private boolean finishing;

    /// @param farewell makes the protocol's last frame
    public Connection(Channel channel, Supplier<Object> farewell) {
        this.channel = channel;
        this.farewell = farewell;
        channel.closeFuture().addListener(_ -> gone.complete(null));
    }

    /// Completes when the client has left, or was made to.
    public CompletableFuture<Void> gone() {
        return gone;
    }

    static long cost(int bytes) {
        return (long) bytes + PIECE_OVERHEAD;
    }

    synchronized void received(long cost) {
        ahead += cost;
        if (ahead > READ_AHEAD) {
            channel.config().setAutoRead(false);
        }
    }

    synchronized void consumed(long cost) {
        ahead -= cost;
        if (ahead <= READ_AHEAD / 2 && !channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    /// Sends a frame once the client has taken most of what was sent before.
    ///
    /// @throws IOException if it has left
    void send(Object frame) throws IOException {
        awaitRoom();
        sendAtOnce(frame);
    }

    /// Sends a frame, however much there is before it.
    void sendAtOnce(Object frame) {
        channel.writeAndFlush(frame);
    }

    private synchronized void awaitRoom() throws IOException {
        while (channel.isActive() && !channel.isWritable()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (!channel.isActive() || finishing) {
            throw new IOException("the client has left");
        }
    }

    /// Wakes those who wait for room: there may be some, or there never will be.
    synchronized void roomMayHaveChanged() {
        notifyAll();
    }

    /// Does something on the event loop after a time, unless it is cancelled.
    public Future<?> after(Duration time, Runnable action) {
        return channel.eventLoop().schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Says goodbye after all that was sent, and closes when the client has, or has had time to.
    /// Closing at once could destroy what is on its way.
    public void finish() {
        finish(farewell.get());
    }

    void finish(Object last) {
        synchronized (this) {
            if (finishing) {
                return;
            }
            finishing = true;
            notifyAll();
        }
        channel.writeAndFlush(last).addListener((ChannelFutureListener) this::linger);
    }

    private void linger(ChannelFuture sent) {
        if (!sent.isSuccess()) {
            channel.close();
            return;
        }
        channel.config().setAutoRead(true);
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
        after(LINGER, channel::close);
    }
}
