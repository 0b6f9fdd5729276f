package dev.hako.network.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SubnetTest {
    @ParameterizedTest
    @CsvSource({
        "172.18.0.0/16, 172.18.0.0/16, 172.18.0.1, 172.18.255.255",
        "10.1.2.3/8, 10.0.0.0/8, 10.0.0.1, 10.255.255.255",
        "192.0.2.7/32, 192.0.2.7/32, 192.0.2.7, 192.0.2.7",
        "0.0.0.0/0, 0.0.0.0/0, 0.0.0.1, 255.255.255.255",
        "fd00:1::5/64, fd00:1::/64, fd00:1:0:0:0:0:0:1, fd00:1:0:0:ffff:ffff:ffff:ffff",
    })
    void isARangeOfAddresses(String text, String written, String first, String last) {
        Subnet subnet = Subnet.parse(text);
        assertThat(subnet).hasToString(written);
        assertThat(subnet.first().getHostAddress()).isEqualTo(first);
        assertThat(subnet.last().getHostAddress()).isEqualTo(last);
        assertThat(subnet.contains(subnet.first())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "010.0.0.0/8",
                "10.0.0/8",
                "256.0.0.0/8",
                "::/129",
                "fe80::1%eth0/64",
                "localhost/8",
                ":::/64"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Subnet.parse(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("\"");
    }

    @Test
    void knowsWhatIsInIt() {
        Subnet subnet = Subnet.parse("172.16.0.0/12");
        assertThat(subnet.contains(Addresses.parse("172.31.255.255"))).isTrue();
        assertThat(subnet.contains(Addresses.parse("172.32.0.0"))).isFalse();
        assertThat(subnet.contains(Addresses.parse("::1"))).isFalse();
        assertThat(subnet.overlaps(Subnet.parse("172.18.0.0/16"))).isTrue();
        assertThat(Subnet.parse("172.18.0.0/16").overlaps(subnet)).isTrue();
        assertThat(subnet.overlaps(Subnet.parse("172.32.0.0/16"))).isFalse();
        assertThat(subnet.overlaps(Subnet.parse("::/0"))).isFalse();
    }

    @Test
    void countsItsAddresses() {
        Subnet subnet = Subnet.parse("fd00::/120");
        assertThat(subnet.size()).isEqualTo(BigInteger.valueOf(256));
        assertThat(subnet.address(BigInteger.TWO)).isEqualTo(Addresses.parse("fd00::2"));
        assertThatThrownBy(() -> subnet.address(BigInteger.valueOf(256)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
