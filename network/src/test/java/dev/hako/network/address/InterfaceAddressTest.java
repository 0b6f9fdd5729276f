package dev.hako.network.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceAddressTest {
    @Test
    void keepsTheAddressThatASubnetForgets() {
        InterfaceAddress address = InterfaceAddress.parse("172.18.0.7/16");
        assertThat(address).hasToString("172.18.0.7/16");
        assertThat(address.subnet()).isEqualTo(Subnet.parse("172.18.0.0/16"));
        assertThat(address.isIpv6()).isFalse();
        assertThatThrownBy(() -> InterfaceAddress.parse("172.18.0.7")).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @CsvSource({
        "172.18.0.2, 02:42:ac:12:00:02",
        "255.0.0.255, 02:42:ff:00:00:ff",
        "fd00:9::1:2, 02:42:00:01:00:02",
    })
    void hasAHardwareAddressThatFollowsFromIt(String address, String hardware) {
        assertThat(HardwareAddress.of(Addresses.parse(address))).hasToString(hardware);
        assertThat(HardwareAddress.parse(hardware).bytes()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02:42:ac:12:00",
                "02:42:ac:12:00:02:01",
                "2:42:ac:12:00:02",
                "01:00:5e:00:00:01",
                "ff:ff:ff:ff:ff:ff",
                "00:00:00:00:00:00",
                "02:42:ac:12:00:0g"
            })
    void refusesWhatIsNoHardwareAddressOfAnInterface(String text) {
        assertThatThrownBy(() -> HardwareAddress.parse(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}
