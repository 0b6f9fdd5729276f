package dev.hako.launcher.wire;

import dev.hako.kernel.EventLoop;
import dev.hako.kernel.UnixSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Puts frames onto a socket that does not block; the calling thread parks while the peer is slow.
public final class FrameWriter {
    private final UnixSocket socket;
    private final EventLoop loop;
    private final Duration patience;

    /// @param socket stays its owner's
    /// @param loop tells when a full socket has room again
    /// @param patience how long a peer may read nothing
    public FrameWriter(UnixSocket socket, EventLoop loop, Duration patience) {
        this.socket = socket;
        this.loop = loop;
        this.patience = patience;
    }

    /// Sends a frame with its descriptors.
    ///
    /// @return false if the peer did not read it within the patience; then the conversation is
    ///   broken, for half a frame may have gone
    /// @throws dev.hako.kernel.KernelException `EPIPE` if the peer is gone
    public boolean write(Frame frame) throws InterruptedException {
        byte[] bytes = bytes(frame);
        var fds = FrameCodec.descriptors(frame);
        int done = socket.send(bytes, fds);
        while (done < bytes.length) {
            if (!loop.await(socket.fd(), EventLoop.EPOLLOUT, patience)) {
                return false;
            }
            done +=
                    done == 0
                            ? socket.send(bytes, fds)
                            : socket.send(Arrays.copyOfRange(bytes, done, bytes.length), List.of());
        }
        return true;
    }

    private static byte[] bytes(Frame frame) {
        byte[] bytes = new byte[FrameCodec.size(frame)];
        FrameCodec.encode(frame, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }
}
