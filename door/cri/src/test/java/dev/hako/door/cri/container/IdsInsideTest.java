package dev.hako.door.cri.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdsInsideTest {
    @Test
    void anIdIsWhatItsRangeSaysOrNobody() {
        IdsInside ids =
                IdsInside.parse(List.of("         0    1048576      65536", "", "70000 5 1"));
        assertThat(ids.of(1_048_576)).isZero();
        assertThat(ids.of(1_048_576 + 65_535)).isEqualTo(65_535);
        assertThat(ids.of(1_048_576 + 65_536)).isEqualTo(65_534);
        assertThat(ids.of(5)).isEqualTo(70_000);
        assertThat(ids.of(0)).isEqualTo(65_534);
    }

    @Test
    void theMachinesOwnIdsAreTheSame() {
        IdsInside ids = IdsInside.parse(List.of("         0          0 4294967295"));
        assertThat(ids.of(1000)).isEqualTo(1000);
    }
}
