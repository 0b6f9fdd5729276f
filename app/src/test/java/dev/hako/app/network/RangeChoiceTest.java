package dev.hako.app.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.engine.config.NetworkConfig.Range;
import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.Subnet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the options of `network create` say of addresses.
class RangeChoiceTest {
    private static RangeChoice choice(String subnets, String pools, String gateways) {
        return new RangeChoice(
                all(subnets, Subnet::parse),
                all(pools, Subnet::parse),
                all(gateways, Addresses::parse));
    }

    private static <T> List<T> all(String words, Function<String, T> meaning) {
        return words.isEmpty() ? List.of() : Arrays.stream(words.split(" ")).map(meaning).toList();
    }

    @Test
    void putsPoolsAndGatewaysToTheirSubnets() {
        assertThat(
                        choice("fd00:5::/64 10.5.0.0/16", "10.5.1.0/24", "10.5.0.254 fd00:5::fe")
                                .ranges())
                .containsExactly(
                        new Range(
                                Subnet.parse("10.5.0.0/16"),
                                Optional.of(Subnet.parse("10.5.1.0/24")),
                                Optional.of(Addresses.parse("10.5.0.254"))),
                        new Range(
                                Subnet.parse("fd00:5::/64"),
                                Optional.empty(),
                                Optional.of(Addresses.parse("fd00:5::fe"))));
    }

    @Test
    void leavesToTheEngineWhatNobodyChose() {
        assertThat(choice("", "", "").ranges()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' | 10.5.0.1 | every ip-range or gateway must have a corresponding subnet",
                "'' | 10.5.0.0/24 | '' | every ip-range or gateway must have a corresponding subnet",
                "10.5.0.0/24 | '' | 10.6.0.1 | no matching subnet for gateway 10.6.0.1",
                "10.5.0.0/24 | 10.0.0.0/8 | '' | no matching subnet for range 10.0.0.0/8",
                "10.5.0.0/24 fd00::/64 | '' | 10.5.0.1 10.5.0.2 | cannot configure multiple gateways (10.5.0.1, 10.5.0.2) for the same subnet",
                "10.5.0.0/24 fd00::/64 | 10.5.0.0/25 10.5.0.128/25 | '' | cannot configure multiple ranges (10.5.0.0/25, 10.5.0.128/25) for the same subnet"
            })
    void refusesWhatBelongsToNoSubnetOrTwiceToOne(
            String subnets, String pools, String gateways, String message) {
        assertThatThrownBy(() -> choice(subnets, pools, gateways).ranges())
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.getMessage()).startsWith(message));
    }
}
