package dev.hako.compare.equality;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Hako's command line, as anybody uses it.
///
/// @param program the command
/// @param environment what it gets besides this process's
record HakoLine(Path program, Map<String, String> environment) {
    /// What came of a command.
    ///
    /// @param status its exit code
    record Answer(int status, Captured output, Captured error) {
        /// Its last word, if it failed.
        String trouble() {
            String said = error.beginning().strip();
            String last = said.substring(said.lastIndexOf('\n') + 1);
            return Shown.of(last.replaceFirst("^hako: ", ""));
        }
    }

    /// What is made of a stream.
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream stream) throws IOException;
    }

    /// Runs a command to its end.
    ///
    /// @throws IllegalStateException if it is not there in time; it is killed then
    Answer run(List<String> words, Duration longest) {
        Process process = start(words);
        try {
            CompletableFuture<Captured> output = reading(process.getInputStream(), Captured::of);
            CompletableFuture<Captured> error = reading(process.getErrorStream(), Captured::of);
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw late(longest);
            }
            return new Answer(process.exitValue(), within(output, longest), within(error, longest));
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /// Reads from a command's output as much as is needed; then it is ended.
    ///
    /// @throws IllegalStateException if that cannot be read, or not in time
    <T> T read(List<String> words, Reader<T> reader, Duration longest) {
        Process process = start(words);
        try {
            return within(reading(process.getInputStream(), reader), longest);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /// What a command printed that must work.
    ///
    /// @throws IllegalStateException if it failed; the message is its own
    String told(List<String> words, Duration longest) {
        Answer answer = run(words, longest);
        if (answer.status() != 0) {
            throw new IllegalStateException(answer.trouble());
        }
        if (answer.output().isCut()) {
            throw new IllegalStateException("it is told of by more than 1 MiB");
        }
        return answer.output().beginning();
    }

    private Process start(List<String> words) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> CompletableFuture<T> reading(InputStream stream, Reader<T> reader) {
        CompletableFuture<T> made = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        made.complete(reader.read(stream));
                    } catch (IOException | RuntimeException e) {
                        made.completeExceptionally(e);
                    }
                });
        return made;
    }

    private static <T> T within(CompletableFuture<T> future, Duration longest)
            throws InterruptedException {
        try {
            return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            throw late(longest);
        }
    }

    private static IllegalStateException late(Duration longest) {
        return new IllegalStateException(
                "it did not end within " + longest.toSeconds() + " seconds");
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", cause);
    }
}
