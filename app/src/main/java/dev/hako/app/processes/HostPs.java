package dev.hako.app.processes;

import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The `ps` of this host.
///
/// @param program where it is
record HostPs(Path program) {
    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/ps"), Path.of("/bin/ps"));
    private static final int LIMIT_BYTES = 16 << 20;
    private static final int PATIENCE_SECONDS = 10;

    static Optional<HostPs> find() {
        return PLACES.stream().filter(Files::isExecutable).findFirst().map(HostPs::new);
    }

    /// What it prints.
    ///
    /// @throws Failure `INVALID` with its own words if it does not understand the options
    String run(List<String> options) throws InterruptedException {
        Process ps = start(options);
        try {
            CompletableFuture<String> output = text(ps.getInputStream());
            CompletableFuture<String> error = text(ps.getErrorStream());
            String printed = output.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String complaint = error.get(PATIENCE_SECONDS, TimeUnit.SECONDS).strip();
            if (printed.isEmpty() && !complaint.isEmpty()) {
                throw Failure.invalid(Printable.of(complaint.lines().findFirst().orElse("")))
                        .hint("see `ps --help simple`");
            }
            return printed;
        } catch (TimeoutException | ExecutionException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "`ps` did not answer within " + PATIENCE_SECONDS + " s",
                    e);
        } finally {
            ps.destroyForcibly();
        }
    }

    private Process start(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "PATH", "/usr/bin:/bin"));
        try {
            Process ps = builder.start();
            ps.getOutputStream().close();
            return ps;
        } catch (IOException e) {
            throw Failure.internal("cannot run \"" + program + "\": " + e.getMessage(), e);
        }
    }

    private static CompletableFuture<String> text(InputStream in) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try (in) {
                        byte[] bytes = in.readNBytes(LIMIT_BYTES);
                        text.complete(new String(bytes, StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        text.completeExceptionally(new UncheckedIOException(e));
                    }
                });
        return text;
    }
}
