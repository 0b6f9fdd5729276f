package dev.hako.network.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.netfilter.PacketLog.Packet;
import dev.hako.network.address.Addresses;
import dev.hako.network.egress.RefusedPackets.Refused;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RefusedPacketsTest {
    @Test
    void areReadWithTheirOptions() {
        ByteBuffer packet = ByteBuffer.allocate(60);
        packet.put(0, (byte) 0x46).put(9, (byte) 17).put(16, new byte[] {9, 9, 9, 9});
        packet.putShort(26, (short) 53);
        assertThat(RefusedPackets.read(new Packet("box", packet.array())))
                .contains(new Refused("box", Addresses.parse("9.9.9.9"), 17, 53));
    }

    @Test
    void haveAPortOnlyIfTheyTellIt() {
        byte[] packet = new byte[22];
        packet[0] = 0x45;
        packet[9] = 6;
        assertThat(RefusedPackets.read(new Packet("box", packet)).map(Refused::port)).contains(0);
    }

    @Test
    void areReadWhateverTheyHold() {
        Random random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            Optional<Refused> refused = RefusedPackets.read(new Packet("box", bytes));
            assertThat(refused.isEmpty())
                    .isEqualTo(bytes.length < 20 || bytes[0] >> 4 == 6 && bytes.length < 40);
        }
    }
}
