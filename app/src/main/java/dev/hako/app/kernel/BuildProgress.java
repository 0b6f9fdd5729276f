package dev.hako.app.kernel;

import dev.hako.app.caller.Output;
import dev.hako.app.output.Words;
import dev.hako.guest.build.BuildListener;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Shows on standard error how a build goes on: one line that changes on a terminal, and elsewhere
/// a line for each stage and one a minute.
public final class BuildProgress implements BuildListener {
    private static final String ERASE = "\r\033[K";
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long SLOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Output output;
    private final boolean terminal;
    private final int columns;
    private long nextNanos;

    /// @param terminal whether standard error is one
    /// @param columns its width; 0: unknown
    public BuildProgress(Output output, boolean terminal, int columns) {
        this.output = output;
        this.terminal = terminal;
        this.columns = columns > 0 ? columns : 80;
        pause();
    }

    @Override
    public synchronized void begins(Stage stage, String detail) {
        String text = word(stage) + (detail.isEmpty() ? "" : " " + detail);
        show(terminal ? ERASE + text : text + "\n");
        pause();
    }

    private static String word(Stage stage) {
        return switch (stage) {
            case WAITING -> "waiting for another build";
            case LOOKING -> "looking at the source";
            case FETCHING -> "fetching";
            case UNPACKING -> "unpacking";
            case CONFIGURING -> "configuring";
            case COMPILING -> "compiling";
            case STORING -> "storing";
        };
    }

    @Override
    public synchronized void made(String file, int count, int expected) {
        if (System.nanoTime() - nextNanos < 0) {
            return;
        }
        pause();
        String share = expected > 0 ? " of about " + Math.max(expected, count) : "";
        String text = "compiling: " + count + share + " files, " + file;
        show(terminal ? ERASE + Words.cut(text, columns - 1) : text + "\n");
    }

    /// Leaves a terminal's line empty.
    public synchronized void end() {
        if (terminal) {
            show(ERASE);
        }
    }

    private void pause() {
        nextNanos = System.nanoTime() + (terminal ? QUICK_NANOS : SLOW_NANOS);
    }

    private void show(String text) {
        output.write(text.getBytes(StandardCharsets.UTF_8), true);
        output.flush();
    }
}
