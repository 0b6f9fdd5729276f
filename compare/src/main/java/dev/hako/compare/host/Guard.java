package dev.hako.compare.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A shell that clears up when this program is killed and can do so no more: the Java side of
/// `guard.sh`. It is in a session of its own, so that a terminal's signals do not reach it.
final class Guard implements AutoCloseable {
    private final Process process;
    private final Writer lines;

    private Guard(Process process) {
        this.process = process;
        this.lines = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// Starts one.
    ///
    /// @param folders to be removed
    static Guard start(List<Path> folders) throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid", "sh", "-c", script(), "guard"));
        words.add(Account.PREFIX + ProcessHandle.current().pid() + "-");
        folders.forEach(folder -> words.add(folder.toString()));
        return new Guard(
                new ProcessBuilder(words)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    private static String script() throws IOException {
        try (InputStream in = Guard.class.getResourceAsStream("guard.sh")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// A command of the shell for the end, before all that were given earlier.
    void remember(String command) {
        tell(command.replace('\n', ' '));
    }

    private void tell(String line) {
        try {
            lines.write(line + "\n");
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the guard has gone: " + e.getMessage(), e);
        }
    }

    /// There is nothing to clear up any more.
    @Override
    public void close() {
        tell("done");
        process.onExit().join();
    }
}
