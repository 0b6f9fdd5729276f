package dev.hako.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs of the host that tests are prepared with.
final class Programs {
    private Programs() {}

    /// Runs a program that must work.
    static void run(Duration deadline, String... command) {
        Result result = run(deadline, Path.of("/dev/null"), List.of(command));
        if (result.status() != 0) {
            throw new AssertionError(List.of(command) + ": " + result);
        }
    }

    /// Runs a program to its end.
    static Result run(Duration deadline, Path input, List<String> command) {
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectInput(Redirect.from(input.toFile()))
                            .start();
            Reading output = Reading.of(process.getInputStream());
            Reading error = Reading.of(process.getErrorStream());
            if (!process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " took more than " + deadline);
            }
            return new Result(process.exitValue(), output.text(), error.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while " + command + " ran", e);
        }
    }
}
