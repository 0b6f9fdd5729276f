package dev.hako.network.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoolChoiceTest {
    @Test
    void takesTheFirstThatIsFree() {
        assertThat(choose()).isEqualTo("172.17.0.0/16");
        assertThat(choose("172.17.0.0/16")).isEqualTo("172.18.0.0/16");
        assertThat(choose("172.17.5.0/24", "172.18.0.9/32")).isEqualTo("172.19.0.0/16");
        assertThat(choose("172.16.0.0/12")).isEqualTo("192.168.0.0/20");
        assertThat(choose("172.16.0.0/12", "192.168.1.0/24", "192.168.16.0/20"))
                .isEqualTo("192.168.32.0/20");
        assertThat(choose("fd00::/8")).isEqualTo("172.17.0.0/16");
    }

    @Test
    void hasAsManyAsDocker() {
        List<Subnet> taken = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            taken.add(PoolChoice.of(PoolChoice.DEFAULT, taken));
        }
        assertThat(taken).doesNotHaveDuplicates().hasSize(31);
        assertThat(taken.get(14)).hasToString("172.31.0.0/16");
        assertThat(taken.get(30)).hasToString("192.168.240.0/20");
        assertThatThrownBy(() -> PoolChoice.of(PoolChoice.DEFAULT, taken))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "no range of addresses is left that is not in use on this host; hint: give"
                                + " one, such as --subnet 10.90.0.0/24");
    }

    @Test
    void cutsAPoolOnlyIntoParts() {
        Subnet range = Subnet.parse("10.0.0.0/16");
        assertThat(new PoolChoice.Pool(range, 18).networks())
                .extracting(Subnet::toString)
                .containsExactly("10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18", "10.0.192.0/18");
        assertThatThrownBy(() -> new PoolChoice.Pool(range, 8)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> new PoolChoice.Pool(Subnet.parse("fd00::/8"), 64))
                .isInstanceOf(Failure.class);
    }

    @Test
    void drawsUniqueLocalNetworks() {
        Random random = new Random(4193);
        List<Subnet> taken = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            taken.add(PoolChoice.ofUniqueLocal(random, taken));
        }
        assertThat(taken)
                .doesNotHaveDuplicates()
                .allMatch(Subnet.parse("fd00::/8")::contains)
                .allMatch(network -> network.prefixLength() == 64);
        assertThatThrownBy(
                        () -> PoolChoice.ofUniqueLocal(random, List.of(Subnet.parse("fc00::/7"))))
                .isInstanceOf(Failure.class);
    }

    private static String choose(String... taken) {
        List<Subnet> all = Stream.of(taken).map(Subnet::parse).toList();
        return PoolChoice.of(PoolChoice.DEFAULT, all).toString();
    }
}
