package dev.hako.bench.subject;

import dev.hako.compare.host.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Debian's `docker-registry` on the loopback device, with an image of four layers in it: once
/// packed with gzip, once with zstd.
public final class Registry implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long FILLING_MINUTES = 10;

    private final Process process;
    private final String host;

    private Registry(Process process, String host) {
        this.process = process;
        this.host = host;
    }

    /// Starts one, and fills it.
    public static Registry start(Scratch scratch) {
        Path folder = scratch.folder().resolve("registry");
        try {
            Files.createDirectories(folder);
            String host = "127.0.0.1:" + freePort();
            Path settings = Files.writeString(folder.resolve("config.yml"), settings(folder, host));
            Registry registry = new Registry(serve(settings, folder), host);
            scratch.onClose(registry::close);
            registry.await();
            registry.fill(folder);
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static String settings(Path folder, String host) {
        return """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: %s}
        """
                .formatted(folder.resolve("storage"), host);
    }

    private static Process serve(Path settings, Path folder) throws IOException {
        return new ProcessBuilder("docker-registry", "serve", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private void await() {
        Instant end = Instant.now().plus(PATIENCE);
        int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
        while (Instant.now().isBefore(end) && process.isAlive()) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("docker-registry does not listen");
    }

    private void fill(Path folder) throws IOException {
        Path script = folder.resolve("pull-image.sh");
        try (InputStream in = Registry.class.getResourceAsStream("pull-image.sh")) {
            Files.copy(Objects.requireNonNull(in), script);
        }
        Process fill =
                new ProcessBuilder(List.of("sh", script.toString(), folder.toString(), host))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("fill.log").toFile())
                        .start();
        try {
            if (!fill.waitFor(FILLING_MINUTES, TimeUnit.MINUTES) || fill.exitValue() != 0) {
                throw new IllegalStateException(
                        "the image cannot be made: "
                                + Files.readString(folder.resolve("fill.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// The name of the image.
    ///
    /// @param compression `gzip` or `zstd`
    public String image(String compression) {
        return host + "/bench:" + compression;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
