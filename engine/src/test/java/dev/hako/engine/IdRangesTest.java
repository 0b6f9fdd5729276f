package dev.hako.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.engine.store.IdRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdRangesTest {
    private static final String FIRST = "0".repeat(64);

    @TempDir Path folder;

    @Test
    void beginsWhereTheContainersIdSays() {
        IdRanges ranges = new IdRanges(List.of());
        assertThat(ranges.choose(FIRST, List.of())).isEqualTo(new IdRange(524_288));
        assertThat(ranges.choose("000000000002" + FIRST.substring(12), List.of()))
                .isEqualTo(new IdRange(524_288 + 2 * 65_536));
    }

    @Test
    void givesNoneTwice() {
        IdRanges ranges = new IdRanges(List.of());
        List<IdRange> taken = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            taken.add(ranges.choose(FIRST, taken));
        }
        assertThat(taken).doesNotHaveDuplicates();
    }

    @Test
    void goesOnFromTheBeginning() {
        IdRanges ranges = new IdRanges(List.of());
        // The last of the 28,664 ranges.
        String last = "%012x".formatted(28_663) + FIRST.substring(12);
        IdRange end = ranges.choose(last, List.of());
        assertThat(end.end()).isEqualTo(1_879_048_192L);
        assertThat(ranges.choose(last, List.of(end))).isEqualTo(new IdRange(524_288));
    }

    @Test
    void leavesWhatTheMachineGivesToUsers() throws IOException {
        Path uids = folder.resolve("subuid");
        Files.writeString(uids, "# a comment\nanna:524288:65536\nbad:x:y\nberta:700000:1\n");
        Path gids = folder.resolve("subgid");
        Files.writeString(gids, "anna:589824:10\n");
        IdRanges ranges = new IdRanges(List.of(uids, gids, folder.resolve("missing")));

        IdRange third = ranges.choose(FIRST, List.of());
        assertThat(third).isEqualTo(new IdRange(524_288 + 3 * 65_536));
    }
}
