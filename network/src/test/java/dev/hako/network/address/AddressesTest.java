package dev.hako.network.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "172.18.0.2, 172.18.0.2",
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "fd00:1:0:0:0:0:0:2, fd00:1::2",
        "FE80:0:0:0:0:0:0:0, fe80::",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:2:0:4:5:6:7:8, 1:2:0:4:5:6:7:8",
    })
    void writesAnAddressAsPeopleDo(String text, String written) {
        assertThat(Addresses.text(Addresses.parse(text))).isEqualTo(written);
        assertThat(Addresses.parse(written)).isEqualTo(Addresses.parse(text));
    }
}
