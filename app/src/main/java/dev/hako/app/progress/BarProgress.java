package dev.hako.app.progress;

import dev.hako.app.output.Words;
import dev.hako.app.value.Size;
import dev.hako.image.transfer.LayerState;
import dev.hako.isolation.WindowSize;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A bar for each layer on a terminal, drawn again in its place a few times a second.
///
/// A terminal with fewer rows than there are layers shows those that are on their way, and as many
/// others as there is room for.
final class BarProgress implements Progress {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WIDEST_BAR = 50;
    private static final int NARROWEST_BAR = 8;
    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";

    private final Vocabulary words;
    private final Lines lines;
    private final int columns;
    private final int rows;
    private final Map<Digest, Row> layers = new LinkedHashMap<>();
    private int drawn;
    private long nextNanos = System.nanoTime();

    private record Row(Descriptor layer, LayerState state) {}

    BarProgress(Vocabulary words, Lines lines, WindowSize size) {
        this.words = words;
        this.lines = lines;
        this.columns = size.columns() > 0 ? size.columns() : USUAL_COLUMNS;
        this.rows = size.rows() > 0 ? size.rows() : USUAL_ROWS;
    }

    static String shortId(Descriptor layer) {
        return Words.shortId(layer.digest().hex());
    }

    @Override
    public synchronized void begins(List<Descriptor> all) {
        layers.clear();
        drawn = 0;
        all.forEach(layer -> layers.put(layer.digest(), new Row(layer, new LayerState.Waiting())));
        draw();
    }

    @Override
    public synchronized void layer(Descriptor layer, LayerState state) {
        layers.put(layer.digest(), new Row(layer, state));
        long now = System.nanoTime();
        if (now - nextNanos >= 0) {
            nextNanos = now + PAUSE_NANOS;
            draw();
        }
    }

    private void draw() {
        List<Row> shown = shown();
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        for (Row row : shown) {
            text.append('\r').append(line(row)).append(CLEAR_REST_OF_LINE).append('\n');
        }
        drawn = shown.size();
        if (!shown.isEmpty()) {
            lines.show(text.toString());
        }
    }

    /// At most as many as the terminal has rows, those that are done left out first.
    private List<Row> shown() {
        List<Row> all = new ArrayList<>(layers.values());
        int most = Math.max(1, rows - 1);
        for (int i = 0; i < all.size() && all.size() > most; ) {
            boolean settled =
                    all.get(i).state instanceof LayerState.Done
                            || all.get(i).state instanceof LayerState.Exists;
            if (settled) {
                all.remove(i);
            } else {
                i++;
            }
        }
        return all.subList(0, Math.min(all.size(), most));
    }

    private String line(Row row) {
        String head = shortId(row.layer) + ": ";
        String text =
                switch (row.state) {
                    case LayerState.Waiting _ -> head + words.begins();
                    case LayerState.Travelling(long done, long total) ->
                            travelling(head + words.travelling(), done, total);
                    case LayerState.Done _ -> head + words.done();
                    case LayerState.Exists _ -> head + words.exists();
                };
        return text.length() < columns ? text : Words.cut(text, columns - 1);
    }

    private String travelling(String head, long done, long total) {
        String figures = Size.roughly(done) + "/" + Size.roughly(total);
        int room = columns - head.length() - figures.length() - "  []  ".length() - 1;
        int width = Math.min(WIDEST_BAR, room);
        return width < NARROWEST_BAR
                ? head + "  " + figures
                : head + "  " + bar(width, done, total) + "  " + figures;
    }

    /// `[====> ]`
    static String bar(int width, long done, long total) {
        int full = total <= 0 ? width : (int) (width * Math.min(done, total) / total);
        StringBuilder bar = new StringBuilder("[");
        bar.repeat('=', full);
        if (full < width) {
            bar.append('>').repeat(' ', width - full - 1);
        }
        return bar.append(']').toString();
    }

    @Override
    public synchronized void close() {
        draw();
    }
}
