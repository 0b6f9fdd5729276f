package dev.hako.compare.host;

import dev.hako.launcher.ProbeProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Starts commands and times them: the Java side of `hako-probe spawn`, whose source says what
/// passes between.
public final class Spawner implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final BufferedReader answers;
    private final OutputStream requests;
    private final Path output;

    private Spawner(Process process, Path output) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.getOutputStream();
        this.output = output;
    }

    /// Writes the program into a folder, if it is not there yet: [ProbeProgram].
    public static Path program(Path folder) {
        Path program = folder.resolve("hako-probe");
        try {
            if (!Files.exists(program)) {
                Files.write(program, ProbeProgram.bytes());
                Files.setPosixFilePermissions(
                        program, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return program;
    }

    /// Starts one whose commands count for an account.
    ///
    /// @param program what [#program] wrote
    /// @param prefix a command to start it by, such as `unshare`; empty for none
    /// @param environment all that the commands get
    /// @param output the file that gets what they print
    public static Spawner start(
            Path program,
            List<String> prefix,
            Account account,
            Map<String, String> environment,
            Path output) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program.toString());
        command.add("spawn");
        command.add(account.entrance().toString());
        command.add(output.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()));
        try {
            Files.writeString(output, "");
            return new Spawner(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a command, and once more as often as asked for, so many at once. `@` in a word stands
    /// for the number of the run.
    ///
    /// @throws IllegalStateException if one failed; the message has the last of what it printed
    public Batch run(int count, int parallel, List<String> command) {
        var deadline =
                process.onExit()
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .exceptionally(_ -> process.destroyForcibly());
        try {
            requests.write(request(count, parallel, command));
            requests.flush();
            Batch batch = readAnswer();
            if (batch.runs().stream().anyMatch(run -> run.status() != 0)) {
                throw new IllegalStateException(trouble(command));
            }
            return batch;
        } catch (IOException e) {
            throw new IllegalStateException(trouble(command), e);
        } finally {
            deadline.cancel(true);
        }
    }

    private static byte[] request(int count, int parallel, List<String> command) {
        String head = count + " " + parallel + " " + command.size() + "\n";
        return (head + String.join("\0", command) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private Batch readAnswer() throws IOException {
        List<Batch.Run> runs = new ArrayList<>();
        while (true) {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the spawner ended");
            }
            String[] words = line.split(" ", -1);
            if (words[0].equals("=")) {
                return new Batch(runs, Long.parseLong(words[1]), Long.parseLong(words[2]));
            }
            runs.add(
                    new Batch.Run(
                            Long.parseLong(words[0]),
                            Integer.parseInt(words[1]),
                            Long.parseLong(words[2])));
        }
    }

    private String trouble(List<String> command) {
        return "\"" + String.join(" ", command) + "\" failed: " + lastOutput();
    }

    private String lastOutput() {
        try {
            List<String> lines = Files.readAllLines(output);
            return lines.isEmpty() ? "it printed nothing" : lines.getLast();
        } catch (IOException e) {
            return "what it printed is not readable: " + e;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
