package dev.hako.network.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.network.address.Addresses;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsNameTest {
    private static ByteBuffer message(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void followsAPointerBackAndGoesOnBehindIt() throws MalformedMessage {
        ByteBuffer message = message("\3com\0\3WeB\300\0rest");
        message.position(5);
        DnsName name = DnsName.read(message);
        assertThat(name.text()).isEqualTo("web.com");
        assertThat(name.labels()).isEqualTo(2);
        assertThat(name.isSame(DnsName.of("wEb.COM"))).isTrue();
        assertThat(name.isSame(DnsName.of("wEb.org"))).isFalse();
        assertThat((char) message.get()).isEqualTo('r');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\3ab",
                "\3abc",
                "\300",
                "\300\0",
                "\300\5\1a\0\0\0",
                "\1a\300\0",
                "\100aaaa\0",
                "\200\0"
            })
    void refusesANameThatDoesNotEnd(String text) {
        assertThatThrownBy(() -> DnsName.read(message(text))).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void refusesANameThatIsTooLong() throws MalformedMessage {
        String label = "\77" + "a".repeat(63);
        assertThat(DnsName.read(message(label.repeat(3) + "\75" + "a".repeat(61) + "\0")).labels())
                .isEqualTo(4);
        assertThatThrownBy(() -> DnsName.read(message(label.repeat(4) + "\0")))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> DnsName.of("a.".repeat(127) + "aa"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DnsName.of("a..b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDotIsAlwaysTheEndOfALabel() throws MalformedMessage {
        assertThat(DnsName.read(message("\3a.b\3c d\0")).text()).isEqualTo("a\\046b.c\\032d");
        assertThat(DnsName.read(message("\0")).text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2.0.18.172.in-addr.arpa, 172.18.0.2",
        "2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.0.d.f.ip6.arpa, fd00:1::2",
    })
    void aReverseNameStandsForAnAddress(String name, String address) {
        assertThat(ReverseName.address(name)).contains(Addresses.parse(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.18.172.in-addr.arpa",
                "1.2.0.18.172.in-addr.arpa",
                "256.0.18.172.in-addr.arpa",
                "02.0.18.172.in-addr.arpa",
                "a.0.18.172.in-addr.arpa",
                ".0.18.172.in-addr.arpa",
                "in-addr.arpa",
                "8.b.d.0.1.0.0.2.ip6.arpa",
                "172.18.0.2"
            })
    void otherNamesStandForNone(String name) {
        assertThat(ReverseName.address(name)).isEmpty();
    }
}
