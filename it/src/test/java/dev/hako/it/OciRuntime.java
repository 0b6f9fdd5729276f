package dev.hako.it;

import dev.hako.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A runtime's command line, with containers of its own. Output goes to files: a container keeps
/// what its `create` was given.
final class OciRuntime {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Pattern STATUS = Pattern.compile("\"status\": ?\"(\\w+)\"");
    private static final Pattern PID = Pattern.compile("\"pid\": ?(\\d+)");

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path place;
    private int calls;

    /// @param command the runtime, perhaps with words before it
    /// @param place where its containers and what it says go
    OciRuntime(List<String> command, Map<String, String> environment, Path place) {
        this.command = command;
        this.environment = environment;
        this.place = place;
    }

    /// Hako's, without an engine.
    static OciRuntime hako(Path place) {
        Path program = Path.of(System.getProperty("hako.dist"), "bin/hako-runtime");
        return new OciRuntime(
                List.of(program.toString()),
                Map.of("HAKO_RUN", place.resolve("no-engine").toString()),
                place);
    }

    /// Debian's crun refuses a machine with cgroup2 beside version 1, unless it does not see it.
    static OciRuntime crun(Path place) {
        String apart = "umount /sys/fs/cgroup/unified 2>/dev/null; exec crun \"$@\"";
        return new OciRuntime(
                List.of("unshare", "--mount", "sh", "-c", apart, "crun"), Map.of(), place);
    }

    static OciRuntime runc(Path place) {
        return new OciRuntime(List.of("runc"), Map.of(), place);
    }

    Path root() {
        return place.resolve("root");
    }

    Result call(String... arguments) {
        return start(arguments).await();
    }

    /// A call's words, for others to start.
    List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(command);
        words.addAll(List.of("--root", root().toString()));
        words.addAll(List.of(arguments));
        return words;
    }

    /// A call in a working directory.
    Result callIn(Path directory, String... arguments) {
        return start(directory, arguments).await();
    }

    /// A call that is going on.
    Call start(String... arguments) {
        return start(place, arguments);
    }

    private Call start(Path directory, String... arguments) {
        Path output = place.resolve("output" + calls);
        Path error = place.resolve("error" + calls++);
        try {
            var builder = new ProcessBuilder(words(arguments)).directory(directory.toFile());
            builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
            builder.redirectOutput(output.toFile()).redirectError(error.toFile());
            return new Call(builder.start(), output, error);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A call that is going on.
    ///
    /// @param output what it, and the container that it has made, writes to standard output
    /// @param error likewise
    record Call(Process process, Path output, Path error) {
        Result await() {
            try {
                if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("the runtime took more than " + DEADLINE);
                }
                return new Result(
                        process.exitValue(), Files.readString(output), Files.readString(error));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /// `created`, `running`, …; empty if the runtime knows no such container.
    String status(String id) {
        return found(STATUS, call("state", id).output());
    }

    int pid(String id) {
        return Integer.parseInt(found(PID, call("state", id).output()));
    }

    void awaitStatus(String id, String status) {
        Await.until(id + " to be " + status, DEADLINE, () -> status(id).equals(status));
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
