package dev.hako.launcher.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pipe;
import dev.hako.kernel.UnixSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Frames over a real pair of sockets.
class FrameReaderTest {
    private final EventLoop loop = EventLoop.start("frames");
    private final UnixSocket.Pair pair = UnixSocket.pair();
    private final UnixSocket far = pair.left();
    private final UnixSocket near = pair.right().nonBlocking();

    @AfterEach
    void close() {
        pair.close();
        loop.close();
    }

    private FrameReader reader(Sender peer) {
        return new FrameReader(near, peer);
    }

    private void write(Frame frame) throws InterruptedException {
        assertThat(new FrameWriter(far, loop, Duration.ofSeconds(5)).write(frame)).isTrue();
    }

    private void raw(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        far.sendAll(all, List.of());
    }

    @Test
    void readsFramesInTheOrderTheyWereSent() throws InterruptedException {
        write(new Frame.Signal(15));
        write(new Frame.StdinEnd());
        try (FrameReader reader = reader(Sender.CLIENT)) {
            assertThat(reader.read(loop)).contains(new Frame.Signal(15));
            assertThat(reader.read(loop)).contains(new Frame.StdinEnd());
        }
    }

    @Test
    void leavesInTheSocketWhatFollowsAClientsFrame() throws InterruptedException {
        write(new Frame.Signal(15));
        write(new Frame.Stdin(ByteBuffer.wrap(new byte[] {1, 2})));
        try (FrameReader reader = reader(Sender.CLIENT)) {
            assertThat(reader.read(loop)).contains(new Frame.Signal(15));
        }
        assertThat(near.receive(100, 0).orElseThrow().bytes())
                .containsExactly(2, 0, 0, 0, 2, 0, 0, 0, 1, 2);
    }

    @Test
    void waitsForTheRestOfAFrame() throws InterruptedException {
        raw(4, 0, 0, 0, 5, 0, 0, 0, 15);
        try (FrameReader reader = reader(Sender.CLIENT)) {
            assertThat(reader.fill()).isTrue();
            assertThat(reader.next()).isEmpty();
            assertThat(reader.fill()).isTrue();
            assertThat(reader.next()).isEmpty();
            assertThat(reader.fill()).isFalse();
            raw(0, 0, 0);
            assertThat(reader.read(loop)).contains(new Frame.Signal(15));
        }
    }

    @Test
    void carriesTheLargestDataFrame() throws InterruptedException {
        byte[] data = new byte[Wire.MAX_DATA];
        Arrays.fill(data, (byte) 7);
        Frame frame = new Frame.Stdout(ByteBuffer.wrap(data));
        var sender = Thread.ofVirtual().start(() -> send(frame));
        try (FrameReader reader = reader(Sender.SERVER)) {
            assertThat(reader.read(loop)).contains(frame);
        }
        sender.join();
    }

    private void send(Frame frame) {
        try {
            write(frame);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void handsOverADescriptorWithItsFrame() throws InterruptedException {
        try (Pipe pipe = Pipe.open();
                FrameReader reader = reader(Sender.ENGINE)) {
            write(new Frame.Attach(Wire.ATTACH_STDOUT, ByteBuffer.allocate(0), pipe.writer()));
            var attach = (Frame.Attach) reader.read(loop).orElseThrow();
            try (Fd client = attach.client()) {
                client.writeAll("x".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(pipe.reader().read(new byte[1], 0, 1)).isEqualTo(1);
        }
    }

    @Test
    void endsWhenThePeerHasFinished() throws InterruptedException {
        far.close();
        try (FrameReader reader = reader(Sender.MONITOR)) {
            assertThat(reader.read(loop)).isEmpty();
            assertThat(reader.ended()).isTrue();
        }
    }

    @Test
    void refusesAnEndWithinAFrame() {
        raw(4, 0, 0, 0, 5);
        far.close();
        try (FrameReader reader = reader(Sender.CLIENT)) {
            assertThatThrownBy(() -> reader.read(loop))
                    .isInstanceOf(BrokenFrameException.class)
                    .hasMessage("the connection ended within a frame");
        }
    }

    @Test
    void refusesAFrameThatTheOtherSideDoesNotSend() {
        raw(0, 0, 0, 0, 35, 0, 0, 0);
        try (FrameReader reader = reader(Sender.CLIENT)) {
            assertThatThrownBy(() -> reader.read(loop))
                    .isInstanceOf(BrokenFrameException.class)
                    .hasMessage("frame of type 35 from a client");
        }
    }

    @Test
    void refusesASizeBeforeItsBytesCome() {
        raw(255, 255, 255, 255, 2, 0, 0, 0);
        try (FrameReader reader = reader(Sender.CLIENT)) {
            assertThatThrownBy(() -> reader.read(loop))
                    .isInstanceOf(BrokenFrameException.class)
                    .hasMessage("frame STDIN of 4294967295 bytes; it has 0 to 65536");
        }
    }

    @Test
    void refusesAFrameWithoutItsDescriptor() {
        raw(24, 0, 0, 0, 32, 0, 0, 0);
        far.sendAll(new byte[24], List.of());
        try (FrameReader reader = reader(Sender.ENGINE)) {
            assertThatThrownBy(() -> reader.read(loop))
                    .isInstanceOf(BrokenFrameException.class)
                    .hasMessage("a frame without its descriptors");
        }
    }

    @Test
    void refusesMoreStringsThanARequestHasBytes() {
        byte[] request = new byte[48];
        request[0] = 40;
        request[4] = 1;
        request[43] = 0x7f;
        try (Fd directory = Open.open("/", Open.O_PATH);
                FrameReader reader = reader(Sender.CLIENT)) {
            far.sendAll(request, List.of(directory));
            assertThatThrownBy(() -> reader.read(loop)).isInstanceOf(BrokenFrameException.class);
        }
    }

    @Test
    void givesUpOnAPeerThatDoesNotRead() throws InterruptedException {
        var writer = new FrameWriter(near, loop, Duration.ofMillis(20));
        Frame frame = new Frame.Stdout(ByteBuffer.allocate(Wire.MAX_DATA));
        boolean accepted = true;
        for (int i = 0; accepted && i < 1000; i++) {
            accepted = writer.write(frame);
        }
        assertThat(accepted).isFalse();
    }
}
