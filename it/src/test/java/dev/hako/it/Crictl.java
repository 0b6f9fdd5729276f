package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The kubelet's command-line client, asking one node.
final class Crictl {
    private static final Duration DEADLINE = Duration.ofSeconds(100);

    private final Path config;

    /// @param folder where its configuration goes
    Crictl(Path socket, Path folder) {
        String endpoint = "-endpoint: unix://" + socket + "\n";
        config = folder.resolve("crictl.yaml");
        try {
            Files.writeString(config, "runtime" + endpoint + "image" + endpoint + "timeout: 60\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks with nothing to read.
    Result run(String... words) {
        return Programs.run(DEADLINE, Path.of("/dev/null"), line(words));
    }

    /// Asks with something to read.
    Result runWithInput(String input, String... words) throws Exception {
        Process process = start(words);
        Reading output = Reading.of(process.getInputStream());
        Reading error = Reading.of(process.getErrorStream());
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output.text(), error.text());
    }

    /// What a question that must be answered is answered with, without the line's end.
    String answer(String... words) {
        Result result = run(words);
        assertThat(result.status()).as("%s: %s", List.of(words), result).isZero();
        return result.output().stripTrailing();
    }

    /// Starts it, its streams the caller's.
    Process start(String... words) {
        try {
            return new ProcessBuilder(line(words)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The words of a command line.
    List<String> line(String... words) {
        return Stream.concat(Stream.of("crictl", "--config", config.toString()), Stream.of(words))
                .toList();
    }
}
