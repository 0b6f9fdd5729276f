package dev.hako.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.image.transfer.LayerState;
import dev.hako.isolation.WindowSize;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringBuilder shown = new StringBuilder();

    private static Descriptor layer(int number) {
        return Descriptor.of("a/b", Digest.sha256(new byte[] {(byte) number}), 1000);
    }

    private static String id(int number) {
        return layer(number).digest().hex().substring(0, 12);
    }

    @Test
    void saysOneLineForWhatHappensWhereThereIsNoTerminal() {
        try (Progress progress = new PlainProgress(Vocabulary.PULL, shown::append)) {
            progress.begins(List.of(layer(1), layer(2)));
            progress.layer(layer(1), new LayerState.Exists());
            progress.layer(layer(2), new LayerState.Waiting());
            progress.layer(layer(2), new LayerState.Travelling(500, 1000));
            progress.layer(layer(2), new LayerState.Done());
        }
        assertThat(shown)
                .hasToString(
                        """
                        %s: Already exists
                        %s: Pulling fs layer
                        %s: Pull complete
                        """
                                .formatted(id(1), id(2), id(2)));
    }

    @Test
    void drawsABarInItsPlace() {
        try (Progress progress = bars(24, 80)) {
            progress.begins(List.of(layer(1), layer(2)));
            progress.layer(layer(2), new LayerState.Travelling(500, 1000));
        }
        List<String> last = lastFrame(2);
        assertThat(last.get(0)).isEqualTo(id(1) + ": Pulling fs layer");
        assertThat(last.get(1))
                .startsWith(id(2) + ": Downloading  [======")
                .contains(">")
                .endsWith("]  500B/1kB");
        assertThat(shown).contains("\u001b[2A");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        try (Progress progress = bars(24, 30)) {
            progress.begins(List.of(layer(1)));
            progress.layer(layer(1), new LayerState.Travelling(500, 1000));
        }
        assertThat(lastFrame(1)).allMatch(line -> line.length() < 30);
    }

    @Test
    void aLowTerminalShowsWhatIsOnItsWay() {
        List<Descriptor> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(layer(i));
        }
        try (Progress progress = bars(4, 80)) {
            progress.begins(all);
            all.subList(0, 9).forEach(layer -> progress.layer(layer, new LayerState.Done()));
            progress.layer(layer(9), new LayerState.Travelling(1, 1000));
        }
        assertThat(lastFrame(3).getLast()).startsWith(id(9) + ": Downloading");
    }

    @Test
    void aBarIsFullAtItsEnd() {
        assertThat(BarProgress.bar(10, 0, 100)).isEqualTo("[>         ]");
        assertThat(BarProgress.bar(10, 50, 100)).isEqualTo("[=====>    ]");
        assertThat(BarProgress.bar(10, 100, 100)).isEqualTo("[==========]");
        assertThat(BarProgress.bar(4, 0, 0)).isEqualTo("[====]");
    }

    private Progress bars(int rows, int columns) {
        return new BarProgress(Vocabulary.PULL, shown::append, new WindowSize(rows, columns));
    }

    /// The lines that were drawn last, without what moves the cursor.
    private List<String> lastFrame(int lines) {
        List<String> all =
                shown.toString().replaceAll("\u001b\\[[0-9]*[A-Z]|\r", "").lines().toList();
        return all.subList(all.size() - lines, all.size());
    }
}
