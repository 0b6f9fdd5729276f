package dev.hako.app.build;

import dev.hako.app.output.Colour;
import dev.hako.app.output.Words;
import dev.hako.engine.config.Printable;
import dev.hako.isolation.WindowSize;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A line for each step on a terminal; below those that have ended how far the build is, those that
/// go on, and the last lines that these write, drawn again in their place some times a second.
final class TerminalView implements BuildView {
    private static final int USUAL_COLUMNS = 80;
    private static final int MOST_OUTPUT = 6;
    private static final int PAUSE_MILLIS = 100;
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Consumer<String> shown;
    private final int columns;
    private final List<Row> open = new ArrayList<>();
    private final StringBuilder ended = new StringBuilder();
    private final long begunNanos = System.nanoTime();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("build-view").factory());
    private int begun;
    private int drawn;

    TerminalView(Consumer<String> shown, WindowSize size) {
        this.shown = shown;
        this.columns = size.columns() > 0 ? size.columns() : USUAL_COLUMNS;
        var _ =
                clock.scheduleWithFixedDelay(
                        this::draw, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized Vertex begin(String title) {
        Row row = new Row(Printable.of(title));
        open.add(row);
        begun++;
        return row;
    }

    /// What has ended is written once and scrolls away.
    private synchronized void draw() {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append("A\r").append(CLEAR_BELOW);
        }
        text.append(ended);
        ended.setLength(0);
        List<String> lines = open.isEmpty() ? List.of() : going();
        lines.forEach(line -> text.append(line).append('\n'));
        drawn = lines.size();
        if (!text.isEmpty()) {
            shown.accept(text.toString());
        }
    }

    private List<String> going() {
        List<String> lines = new ArrayList<>();
        String time = PlainView.seconds(begunNanos);
        lines.add(cut("[+] Building %ss (%d/%d)".formatted(time, begun - open.size(), begun)));
        for (Row row : open) {
            lines.add(row.head());
            row.last.forEach(line -> lines.add(cut(" => => # " + line)));
        }
        return lines;
    }

    private String cut(String text) {
        return cut(text, columns - 1);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : Words.cut(text, most);
    }

    /// The time at the right edge, whatever the title.
    private String timed(String title, String time) {
        int room = Math.max(1, columns - 2 - time.length());
        return cut("%%-%ds %%s".formatted(room).formatted(cut(title, room), time));
    }

    private final class Row implements Vertex {
        private final String title;
        private final long since = System.nanoTime();
        private final Deque<String> last = new ArrayDeque<>();
        private final OutputLines out = new OutputLines(this::line);
        private final OutputLines err = new OutputLines(this::line);

        Row(String title) {
            this.title = title;
        }

        private void line(String text) {
            last.addLast(text.replace('\t', ' '));
            if (last.size() > MOST_OUTPUT) {
                last.removeFirst();
            }
        }

        private String head() {
            return timed(" => " + title, PlainView.seconds(since) + "s");
        }

        @Override
        public void output(byte[] bytes, int offset, int length, boolean error) {
            synchronized (TerminalView.this) {
                (error ? err : out).take(bytes, offset, length);
            }
        }

        private void end(String text, Colour colour) {
            synchronized (TerminalView.this) {
                open.remove(this);
                ended.append(colour.paint(cut(text), true)).append('\n');
            }
        }

        @Override
        public void cached() {
            end(" => CACHED " + title, Colour.GREEN);
        }

        @Override
        public void done() {
            end(head(), Colour.GREEN);
        }

        @Override
        public void failed(String why) {
            end(" => ERROR " + title, Colour.RED);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        draw();
    }
}
