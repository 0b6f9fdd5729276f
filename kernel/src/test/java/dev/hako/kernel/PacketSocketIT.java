package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.netlink.LinkRequests;
import dev.hako.kernel.netlink.RouteNetlink;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Frames of the running kernel, in a network namespace of each test's own.
@NeedsRoot
class PacketSocketIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int BUFFER = 1 << 20;

    /// A `struct virtio_net_hdr` of zeros, and a frame of a protocol that nobody speaks.
    private static byte[] frame() {
        byte[] frame = new byte[10 + 60];
        Arrays.fill(frame, 10, 22, (byte) 2);
        frame[22] = (byte) 0x88;
        frame[23] = (byte) 0xb5;
        Arrays.fill(frame, 24, 70, (byte) 7);
        return frame;
    }

    @Test
    void sendsAndReceivesWholeFramesOnce() throws Exception {
        OwnNamespaces.run(() -> {
            try (RouteNetlink route = RouteNetlink.open()) {
                route.apply(LinkRequests.up("lo"));
                int lo = route.link("lo").orElseThrow().index();
                try (PacketSocket one = PacketSocket.open(lo, BUFFER);
                        PacketSocket other = PacketSocket.open(lo, BUFFER)) {
                    one.fd().writeAll(frame());
                    byte[] received = new byte[200];
                    Await.until("the frame", SOON, () -> read(other, received) == frame().length);
                    assertThat(Arrays.copyOf(received, frame().length)).isEqualTo(frame());
                    assertThat(read(other, received)).isNegative();
                }
            }
        });
    }

    private static int read(PacketSocket socket, byte[] into) {
        try {
            return socket.fd().read(into, 0, into.length);
        } catch (KernelException e) {
            assertThat(e.is(Errno.EAGAIN)).isTrue();
            return -1;
        }
    }

    @Test
    void isOfAnInterfaceThatIsThere() throws Exception {
        OwnNamespaces.run(() ->
                assertThatThrownBy(() -> PacketSocket.open(99, BUFFER))
                        .hasMessageContaining("interface 99")
                        .hasMessageContaining("ENODEV"));
    }
}
