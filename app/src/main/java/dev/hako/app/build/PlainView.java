package dev.hako.app.build;

import dev.hako.engine.config.Printable;
import java.util.Locale;
import java.util.function.Consumer;

/// Lines with the numbers of their steps, as BuildKit's plain progress has them.
final class PlainView implements BuildView {
    private static final double NANOS = 1e9;

    private final Consumer<String> shown;
    private int count;

    PlainView(Consumer<String> shown) {
        this.shown = shown;
    }

    @Override
    public synchronized Vertex begin(String title) {
        Numbered vertex = new Numbered(++count);
        vertex.say(Printable.of(title));
        return vertex;
    }

    static String seconds(long sinceNanos) {
        return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - sinceNanos) / NANOS);
    }

    private final class Numbered implements Vertex {
        private final int number;
        private final long begunNanos = System.nanoTime();
        private final OutputLines out = new OutputLines(this::line);
        private final OutputLines err = new OutputLines(this::line);

        Numbered(int number) {
            this.number = number;
        }

        private void say(String text) {
            shown.accept("#" + number + " " + text + "\n");
        }

        private void line(String text) {
            double seconds = (System.nanoTime() - begunNanos) / NANOS;
            say(String.format(Locale.ROOT, "%.3f ", seconds) + text);
        }

        @Override
        public void output(byte[] bytes, int offset, int length, boolean error) {
            synchronized (PlainView.this) {
                (error ? err : out).take(bytes, offset, length);
            }
        }

        private void end(String how) {
            synchronized (PlainView.this) {
                out.finish();
                err.finish();
                say(how);
                shown.accept("\n");
            }
        }

        @Override
        public void cached() {
            end("CACHED");
        }

        @Override
        public void done() {
            end("DONE " + seconds(begunNanos) + "s");
        }

        @Override
        public void failed(String why) {
            end("ERROR: " + Printable.of(why));
        }
    }

    @Override
    public void close() {
        // All has been said.
    }
}
