package dev.hako.network.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRuleTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "Example.COM., example.com",
        "*.Example.com:443, *.example.com:443",
        "example.com:53/udp, example.com:53/udp",
        "example.com:53/TCP, example.com:53",
        "db, db",
        "_acme.example.com, _acme.example.com",
        "münchen.example, xn--mnchen-3ya.example",
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1/32:443, 192.0.2.1:443",
        "192.0.2.77/24, 192.0.2.0/24",
        "10.0.0.0/8:53/udp, 10.0.0.0/8:53/udp",
        "2001:DB8::1, 2001:db8::1",
        "2001:db8::/32, 2001:db8::/32",
        "[2001:db8::1], 2001:db8::1",
        "[2001:db8::1]:443, [2001:db8::1]:443",
        "[2001:db8::/64]:53/udp, [2001:db8::/64]:53/udp",
        "0.0.0.0/0:443, 0.0.0.0/0:443",
    })
    void isReadInAllItsForms(String text, String normal) {
        assertThat(EgressRule.parse(text)).hasToString(normal);
        assertThat(EgressRule.parse(normal)).isEqualTo(EgressRule.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "*",
                "*.",
                "*example.com",
                "a.*.example.com",
                "**.example.com",
                "exa mple.com",
                "example..com",
                ".example.com",
                "http://example.com",
                "example.com/path",
                "example.com:",
                "example.com:0",
                "example.com:65536",
                "example.com:http",
                "example.com:443/sctp",
                "example.com:443:444",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "010.1.1.1",
                "1.2.3.4/33",
                "2001:db8::/129",
                "[2001:db8::1",
                "[2001:db8::1]443",
                "[]",
                "[example.com]:443",
                "2001:db8::1:zz",
                "xn--a-ecp.ru\u0000",
                "-\uD800.example",
            })
    void isRefusedInAnyOther(String text) {
        assertThatThrownBy(() -> EgressRule.parse(text))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID));
    }

    @Test
    void isRefusedIfItIsTooLong() {
        assertThatThrownBy(() -> EgressRule.parse("a".repeat(64) + ".example"))
                .isInstanceOf(Failure.class);
        String long253 = ("a".repeat(49) + ".").repeat(5) + "com";
        assertThat(EgressRule.parse(long253)).hasToString(long253);
        assertThatThrownBy(() -> EgressRule.parse("a" + long253)).isInstanceOf(Failure.class);
    }

    @Test
    void withAWildcardIsForNamesBelowOnly() {
        EgressRule.Domain below = (EgressRule.Domain) EgressRule.parse("*.example.com");
        assertThat(below.covers("a.example.com")).isTrue();
        assertThat(below.covers("a.b.example.com")).isTrue();
        assertThat(below.covers("example.com")).isFalse();
        assertThat(below.covers(".example.com")).isFalse();
        assertThat(below.covers("badexample.com")).isFalse();
        // A dot within a label is not the end of one.
        assertThat(below.covers("a\\046example.com")).isFalse();
        EgressRule.Domain exact = (EgressRule.Domain) EgressRule.parse("example.com");
        assertThat(exact.covers("example.com")).isTrue();
        assertThat(exact.covers("a.example.com")).isFalse();
    }

    @Test
    void ofARangeIsForItsPortOnly() {
        EgressRule.Range range = (EgressRule.Range) EgressRule.parse("192.0.2.0/24:443");
        assertThat(range.covers(Addresses.parse("192.0.2.9"), 6, 443)).isTrue();
        assertThat(range.covers(Addresses.parse("192.0.2.9"), 17, 443)).isFalse();
        assertThat(range.covers(Addresses.parse("192.0.3.9"), 6, 443)).isFalse();
        assertThat(range.covers(Addresses.parse("2001:db8::1"), 6, 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "172.31.255.255",
                "192.168.1.1",
                "224.0.0.251",
                "255.255.255.255",
                "::",
                "::1",
                "::10.1.2.3",
                "64:ff9b::10.1.2.3",
                "2002:0a01:0203::1",
                "fd00::1",
                "fe80::1",
                "ff02::1",
                "::ffff:169.254.169.254",
            })
    void ofANameIsNotForAddressesThatAreNotOfTheWorld(String address) {
        assertThat(SpecialAddresses.words(Addresses.parse(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.9.9.9", "172.32.0.1", "100.128.0.1", "203.0.113.2", "2620:fe::fe"})
    void ofANameIsForThoseOfTheWorld(String address) {
        assertThat(SpecialAddresses.words(Addresses.parse(address))).isEmpty();
    }
}
