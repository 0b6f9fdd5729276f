package dev.hako.compare.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Other programs, run where time does not matter.
public final class Programs {
    private static final long PATIENCE_SECONDS = 60;

    private Programs() {}

    /// Where a program is, if it is on the `PATH` or where administrators' programs are.
    public static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /// Runs a program to its end, a minute at most, and answers what it printed. Who is interrupted
    /// meanwhile does not wait for that.
    ///
    /// @throws IllegalStateException if it failed; the message has what it said
    public static String run(List<String> command) {
        Process process = start(command);
        try {
            CompletableFuture<String> output = new CompletableFuture<>();
            Thread.ofPlatform().daemon().start(() -> read(process.getInputStream(), output));
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw failed(command, "did not end within a minute");
            }
            String said = output.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (process.exitValue() != 0) {
                throw failed(command, "exited " + process.exitValue() + ": " + said.strip());
            }
            return said;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot read what a program prints: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(InputStream stream, CompletableFuture<String> output) {
        try {
            output.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }

    private static IllegalStateException failed(List<String> command, String how) {
        return new IllegalStateException("\"" + String.join(" ", command) + "\" " + how);
    }
}
