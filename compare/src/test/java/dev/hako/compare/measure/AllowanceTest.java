package dev.hako.compare.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final Duration ALL = Duration.ofSeconds(100);

    private Instant now = Instant.EPOCH;

    private Allowance allowance(Set<Group> groups) {
        return Allowance.of(ALL, groups, () -> now);
    }

    /// How long it is until a group's share is over.
    private long share(Allowance allowance, Group group) {
        Instant begin = now;
        allowance.begin(group);
        while (!allowance.isOver()) {
            now = now.plusMillis(100);
        }
        return Duration.between(begin, now).toSeconds();
    }

    @Test
    void sharesOutAllOfTheTimeByWhatEachGroupNeeds() {
        Allowance allowance = allowance(EnumSet.of(Group.RUN, Group.OCI));
        assertThat(share(allowance, Group.RUN)).isEqualTo(50);
        assertThat(share(allowance, Group.OCI)).isEqualTo(50);
    }

    @Test
    void whatAGroupLeavesOverIsThoseThatFollow() {
        Allowance allowance = allowance(EnumSet.of(Group.RUN, Group.OCI));
        allowance.begin(Group.RUN);
        now = now.plusSeconds(10);
        assertThat(share(allowance, Group.OCI)).isEqualTo(90);
    }

    @Test
    void piecesOfAGroupShareItsTime() {
        Allowance allowance = allowance(EnumSet.of(Group.MEMORY));
        allowance.begin(Group.MEMORY);
        allowance.beginPiece(0, 4);
        now = now.plusSeconds(25);
        assertThat(allowance.isOver()).isTrue();
        allowance.beginPiece(1, 4);
        assertThat(allowance.isOver()).isFalse();
        allowance.beginPiece(3, 4);
        now = now.plusSeconds(74);
        assertThat(allowance.isOver()).isFalse();
    }

    @Test
    void nothingBeginsOnceTheTimeIsOver() {
        Allowance allowance = allowance(EnumSet.allOf(Group.class));
        now = now.plus(ALL);
        allowance.begin(Group.RUN);
        assertThat(allowance.isOver()).isTrue();
        assertThat(allowance.hasCut()).isTrue();
    }

    @Test
    void aGroupThatHadTimeEnoughIsNotCut() {
        Allowance allowance = allowance(EnumSet.of(Group.RUN, Group.OCI));
        share(allowance, Group.RUN);
        allowance.begin(Group.OCI);
        assertThat(allowance.isOver()).isFalse();
        assertThat(allowance.hasCut()).isFalse();
    }
}
