package dev.hako.guest.channel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// One stream of a run, as a socket: bytes in order, in both directions, each with its end.
public final class GuestStream {
    private final Channel channel;
    private final int number;
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private int waiting;
    private int credit = ChannelFrame.STREAM_WINDOW;
    private boolean ended;

    GuestStream(Channel channel, int number) {
        this.channel = channel;
        this.number = number;
    }

    int number() {
        return number;
    }

    /// What has come next.
    ///
    /// @return empty at the end
    /// @throws dev.hako.failure.Failure if the guest is gone
    public byte[] read() throws InterruptedException {
        byte[] bytes =
                channel.when(
                        () -> !arrived.isEmpty() || ended,
                        () -> {
                            byte[] next = arrived.isEmpty() ? new byte[0] : arrived.remove();
                            waiting -= next.length;
                            return next;
                        });
        if (bytes.length > 0) {
            channel.send(ChannelFrame.of(FrameKind.CREDIT, number, bytes.length));
        }
        return bytes;
    }

    /// Sends bytes; it waits while the guest takes no more.
    ///
    /// @throws dev.hako.failure.Failure if the guest is gone
    public void write(byte[] bytes) throws InterruptedException {
        for (int at = 0; at < bytes.length; ) {
            int from = at;
            int length =
                    channel.when(
                            () -> credit > 0,
                            () -> {
                                int most = Math.min(credit, ChannelFrame.MAX_DATA);
                                int part = Math.min(most, bytes.length - from);
                                credit -= part;
                                return part;
                            });
            byte[] part = Arrays.copyOfRange(bytes, at, at + length);
            channel.send(new ChannelFrame(FrameKind.DATA, number, part));
            at += length;
        }
    }

    /// Nothing more is sent.
    public void end() throws InterruptedException {
        channel.send(ChannelFrame.of(FrameKind.END, number));
    }

    /// By the channel's reader, with its lock.
    void take(ChannelFrame frame) {
        switch (frame.kind()) {
            case DATA -> {
                waiting += frame.payload().length;
                if (ended || waiting > ChannelFrame.STREAM_WINDOW) {
                    throw new ChannelBrokenException("more data than there was credit for");
                }
                arrived.add(frame.payload());
            }
            case END -> ended = true;
            case CREDIT -> {
                int more = frame.number(0, 1);
                if (more < 0 || more > ChannelFrame.STREAM_WINDOW - credit) {
                    throw new ChannelBrokenException("more credit than there was data");
                }
                credit += more;
            }
            default -> throw new ChannelBrokenException("a frame " + frame.kind() + " of a stream");
        }
    }
}
