package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdMapTest {
    @Test
    void knowsTheMachinesFirstUserNamespace() {
        IdMap map = IdMap.parse(List.of("         0          0 4294967295"));

        assertThat(map.isNamespace()).isFalse();
        assertThat(map.count()).isEqualTo(4294967295L);
        assertThat(map.outsideOfRoot()).isZero();
    }

    @Test
    void findsTheUserBehindANamespacesRoot() {
        IdMap map =
                IdMap.parse(
                        List.of(
                                "         0       1000          1",
                                "         1     100000      65536"));

        assertThat(map.isNamespace()).isTrue();
        assertThat(map.count()).isEqualTo(65537);
        assertThat(map.outsideOfRoot()).isEqualTo(1000);
    }

    @Test
    void takesAKernelWithoutUserNamespacesForOne() {
        assertThat(IdMap.parse(List.of()).isNamespace()).isFalse();
    }

    @Test
    void knowsWhichIdsItHas() {
        IdMap map = IdMap.parse(List.of("0 1000 1", "1 100000 65536"));

        assertThat(map.contains(0)).isTrue();
        assertThat(map.contains(65536)).isTrue();
        assertThat(map.contains(65537)).isFalse();
        assertThat(map).hasToString("0, 1-65536");
        assertThat(IdMap.parse(List.of("0 0 4294967295")).contains((int) 4_294_967_294L)).isTrue();
    }
}
