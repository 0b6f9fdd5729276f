package dev.hako.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.network.address.Addresses;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private final Quota quota = new Quota(2, 3, 4);

    private static Asker asker(String network, int last) {
        return new Asker(network, Addresses.parse("172.18.0." + last));
    }

    @Test
    void anAskerANetworkAndAllHaveTheirLimits() {
        assertThat(quota.take(asker("a", 1))).isTrue();
        assertThat(quota.take(asker("a", 1))).isTrue();
        assertThat(quota.take(asker("a", 1))).as("one asker's third").isFalse();
        assertThat(quota.take(asker("a", 2))).isTrue();
        assertThat(quota.take(asker("a", 3))).as("one network's fourth").isFalse();
        assertThat(quota.take(asker("b", 1))).isTrue();
        assertThat(quota.take(asker("b", 2))).as("the fifth of all").isFalse();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        for (int i = 0; i < 100; i++) {
            assertThat(quota.take(asker("a", 1))).isTrue();
            assertThat(quota.take(asker("a", 1))).isTrue();
            assertThat(quota.take(asker("a", 1))).isFalse();
            quota.give(asker("a", 1));
            quota.give(asker("a", 1));
        }
    }
}
