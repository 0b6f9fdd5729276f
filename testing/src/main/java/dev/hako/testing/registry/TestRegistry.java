package dev.hako.testing.registry;

import dev.hako.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running `docker-registry` that listens on a free port of 127.0.0.1.
public final class TestRegistry implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");

    /// When this JVM is gone, however it went, the pipe ends and the registry is told to go.
    private static final String UNTIL_INPUT_ENDS =
            "exec 3<&0; (cat <&3; kill $$) >/dev/null 2>&1 &"
                    + " exec docker-registry serve \"$1\" 3<&- </dev/null";

    private final Process process;
    private final Path log;
    private final Path storage;
    private final String host;

    private TestRegistry(Process process, Path log, Path storage) {
        this.process = process;
        this.log = log;
        this.storage = storage;
        this.host = awaitHost();
    }

    static TestRegistry start(Path folder, Path configuration) throws IOException {
        Path log = Files.createTempFile(folder, "registry", ".log");
        Process process =
                new ProcessBuilder("sh", "-c", UNTIL_INPUT_ENDS, "sh", configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new TestRegistry(process, log, folder.resolve("storage"));
    }

    private String awaitHost() {
        Await.until(
                "docker-registry to listen",
                PATIENCE,
                () -> !process.isAlive() || LISTENING.matcher(log()).find());
        Matcher listening = LISTENING.matcher(log());
        if (!listening.find()) {
            throw new AssertionError("docker-registry did not start: " + log());
        }
        return listening.group(1);
    }

    /// Address and port, as references begin with it: `127.0.0.1:40123`.
    public String host() {
        return host;
    }

    /// The full name of an image here.
    ///
    /// @param image such as `library/box:latest`
    public String reference(String image) {
        return host + "/" + image;
    }

    /// The file of a blob, to look at or to damage.
    ///
    /// @param digest such as `sha256:e3b0…`
    public Path blob(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return storage.resolve("docker/registry/v2/blobs/sha256")
                .resolve(hex.substring(0, 2))
                .resolve(hex)
                .resolve("data");
    }

    /// All that it has logged; its access log is part of it.
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("docker-registry to leave", PATIENCE, () -> !process.isAlive());
    }
}
