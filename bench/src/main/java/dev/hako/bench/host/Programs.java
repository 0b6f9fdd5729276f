package dev.hako.bench.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

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

    /// Compiles a program of this package's resources into a folder, with `cc`.
    ///
    /// @param name without its `.c`
    /// @return the program
    public static Path compile(String name, Path folder) {
        return compile(name, folder, List.of());
    }

    /// The same with more options, such as `-static`.
    public static Path compile(String name, Path folder, List<String> options) {
        Path source = folder.resolve(name + ".c");
        Path program = folder.resolve(name);
        try (InputStream in = Programs.class.getResourceAsStream(name + ".c")) {
            Files.copy(Objects.requireNonNull(in), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of("cc", "-O2"));
        command.addAll(options);
        command.addAll(List.of("-o", program.toString(), source.toString()));
        run(command);
        return program;
    }

    /// Runs a program to its end, a minute at most, and answers what it printed.
    ///
    /// @throws IllegalStateException if it failed; the message has what it said
    public static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            process.onExit()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(_ -> process.destroyForcibly());
            String output =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        "\""
                                + String.join(" ", command)
                                + "\" exited "
                                + status
                                + ": "
                                + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
