package dev.hako.it;

import dev.hako.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A mount namespace whose mounts are shared, as systemd leaves a machine's. It ends with the
/// process that holds it.
///
/// @param holder sleeps in it
record SharedMounts(Process holder) implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String READY = "ready";

    /// Words that have the program after them run where all mounts are shared, and what is mounted
    /// there is seen nowhere else.
    static List<String> apart() {
        return List.of(
                "unshare",
                "--mount",
                "--propagation=slave",
                "sh",
                "-c",
                "mount --make-rshared / && exec \"$@\"",
                "sh");
    }

    static SharedMounts make() throws IOException {
        List<String> words = new ArrayList<>(apart());
        words.addAll(List.of("sh", "-c", "echo " + READY + "; exec cat"));
        Process holder = new ProcessBuilder(words).start();
        String answer = holder.inputReader().readLine();
        if (!READY.equals(answer)) {
            throw new IOException("no shared mounts: " + holder.errorReader().readLine());
        }
        return new SharedMounts(holder);
    }

    /// Words that make the program after them run there.
    List<String> wrapper() {
        return List.of("nsenter", "--mount", "--target", String.valueOf(holder.pid()));
    }

    @Override
    public void close() {
        holder.destroy();
        Await.until("the end of the shared mounts", DEADLINE, () -> !holder.isAlive());
    }
}
