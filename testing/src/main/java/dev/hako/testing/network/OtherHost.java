package dev.hako.testing.network;

import dev.hako.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/// A network namespace that stands for a machine's own network: what is done to bridges, routes and
/// packet filters there is done to no real one. It ends with the process that holds it.
///
/// @param holder sleeps in it
public record OtherHost(Process holder) implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String READY = "ready";

    /// A fresh one, in which the loopback device is up.
    public static OtherHost make() {
        String script = "ip link set lo up && echo " + READY + " && exec cat";
        try {
            Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c", script).start();
            String answer = holder.inputReader().readLine();
            if (!READY.equals(answer)) {
                throw new IOException("no network: " + holder.errorReader().readLine());
            }
            return new OtherHost(holder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Words that make the program after them run there.
    public List<String> wrapper() {
        return List.of("nsenter", "--net", "--target", String.valueOf(holder.pid()));
    }

    @Override
    public void close() {
        holder.destroy();
        Await.until("the end of the other host", DEADLINE, () -> !holder.isAlive());
    }
}
