package dev.hako.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Messages as bytes.
class NetlinkTest {
    @Test
    void readsWhatItWrites() {
        byte[] written =
                new AttributeWriter()
                        .text(3, "eth0")
                        .u32(4, 1500)
                        .u8(5, 7)
                        .u16(6, 8)
                        .nested(18, inner -> inner.text(1, "veth").bytes(2, new byte[300]))
                        .toByteArray();
        assertThat(written.length % 4).isZero();
        Attributes read = Attributes.parse(ByteBuffer.wrap(written));
        assertThat(read.text(3)).contains("eth0");
        assertThat(read.u32(4)).hasValue(1500);
        assertThat(read.bytes(5)).hasValue(new byte[] {7});
        assertThat(read.nested(18).text(1)).contains("veth");
        assertThat(read.nested(18).bytes(2)).hasValue(new byte[300]);
        assertThat(read.nested(99).text(1)).isEmpty();
        assertThat(read.u32(5)).isEmpty();
    }

    @Test
    void passesOverWhatIsCutOff() {
        byte[] written = new AttributeWriter().u32(1, 1).u32(2, 2).toByteArray();
        for (int length = 0; length < written.length; length++) {
            Attributes read = Attributes.parse(ByteBuffer.wrap(written, 0, length));
            assertThat(read.u32(1).isPresent()).isEqualTo(length >= 8);
            assertThat(read.u32(2)).isEmpty();
        }
    }

    @Test
    void partsMessages() {
        NetlinkRequest one = new NetlinkRequest.Verb("ONE", 16, 0).about("first", new byte[3]);
        NetlinkRequest two = new NetlinkRequest.Verb("TWO", 17, 0).about("second", new byte[4]);
        byte[] both = NetlinkRequest.bytes(List.of(one, two), List.of(), 7);
        List<NetlinkMessage> messages = NetlinkMessage.parse(both);
        assertThat(messages).extracting(NetlinkMessage::type).containsExactly(16, 17);
        assertThat(messages).extracting(NetlinkMessage::sequence).containsExactly(7, 8);
        assertThat(messages).extracting(NetlinkMessage::flags).containsExactly(1, 5);
        assertThat(NetlinkMessage.parse(Arrays.copyOf(both, 39))).hasSize(1);
        assertThat(NetlinkMessage.parse(new byte[64])).isEmpty();
    }

    @Test
    void readsAnythingWithoutStumbling() {
        Random random = new Random(20);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            if (bytes.length >= 4) {
                // A length that may be right leads further in.
                bytes[0] = (byte) random.nextInt(bytes.length + 4);
                bytes[1] = bytes[2] = bytes[3] = 0;
            }
            for (NetlinkMessage message : NetlinkMessage.parse(bytes)) {
                read(message);
            }
            read(new NetlinkMessage(16, 0, 1, 0, bytes));
        }
    }

    private static void read(NetlinkMessage message) {
        assertThat(Link.read(message)).isNotNull();
        assertThat(LinkAddress.read(message)).isNotNull();
        assertThat(Route.read(message)).isNotNull();
    }
}
