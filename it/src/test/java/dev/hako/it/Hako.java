package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The distribution's `hako` with state of its own. Closing it removes its containers and pods,
/// ends its engine and deletes its state.
final class Hako implements AutoCloseable {
    private static final Path DIST = Path.of(System.getProperty("hako.dist"));
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Path place;
    private final Path bin;
    private final List<String> wrapper;

    private Hako(Path place, Path bin, List<String> wrapper) {
        this.place = place;
        this.bin = bin;
        this.wrapper = wrapper;
    }

    /// An instance of whoever runs the tests.
    static Hako ofThisUser() {
        return new Hako(newPlace(), DIST.resolve("bin"), List.of());
    }

    /// An instance of an ordinary user, from a copy of the distribution that this user can read
    /// wherever the checkout is.
    static Hako ofUser(int uid) {
        Path place = newPlace();
        try {
            Files.setAttribute(place, "unix:uid", uid);
            Files.setAttribute(place, "unix:gid", uid);
            copy(DIST, Files.createDirectory(place.resolve("dist")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Hako(place, place.resolve("dist/bin"), become(uid));
    }

    /// Words that make the program after them run as an ordinary user.
    static List<String> become(int uid) {
        return List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
    }

    /// The same instance, its commands begun by other words: `wrapper` ends by executing what
    /// follows.
    Hako within(List<String> outer) {
        return new Hako(place, bin, join(outer, wrapper));
    }

    /// The same instance as users have it: containers that name no network are in the standard one.
    Hako withStandardNetwork() {
        return within(List.of("env", "--unset=HAKO_NETWORK"));
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Path newPlace() {
        try {
            return Files.createTempDirectory("hako-it-").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /// A folder for what a test needs besides; it goes with the instance.
    Path place() {
        return place;
    }

    /// The command's file.
    Path program() {
        return bin.resolve("hako");
    }

    /// What client and engine compare.
    String buildId() {
        try {
            return Files.readString(DIST.resolve("lib/hako/build-id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The directory of the engine's socket.
    Path runDirectory() {
        return place.resolve("run");
    }

    /// Runs a command to its end, with nothing to read.
    Result run(String... arguments) {
        return runWithInput("", arguments);
    }

    /// Runs a command to its end; `input` is all that it can read.
    Result runWithInput(String input, String... arguments) {
        Process process = start(arguments);
        return result(process, input, List.of(arguments));
    }

    /// Runs a line of shell, as the instance's user, in which `hako` is this instance's.
    Result shell(String line) {
        return script("sh", line);
    }

    /// Starts such a line of shell.
    Process startShell(String line) {
        return startWords(List.of("sh", "-c", line));
    }

    /// Runs a script of any shell in which `hako` is this instance's.
    Result script(String shell, String script, String... arguments) {
        List<String> words = new ArrayList<>(List.of(shell, "-c", script));
        if (!shell.equals("fish")) {
            words.add(shell); // what the script calls itself
        }
        words.addAll(List.of(arguments));
        return result(startWords(words), "", words);
    }

    private Process startWords(List<String> words) {
        var builder = new ProcessBuilder(join(wrapper, words)).directory(place.toFile());
        builder.environment().putAll(environment());
        builder.environment().merge("PATH", bin.toString(), (old, ours) -> ours + ":" + old);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a command that must work, and answers what it printed, without the line's end.
    String answer(String... arguments) {
        Result result = run(arguments);
        assertThat(result).isEqualTo(Result.printed(result.output()));
        return result.output().stripTrailing();
    }

    /// Starts a command whose streams the caller has.
    Process start(String... arguments) {
        return startWords(join(List.of(program().toString()), List.of(arguments)));
    }

    /// What makes an instance of its own. Its containers have no network unless they name one: of
    /// this machine nothing is changed.
    private Map<String, String> environment() {
        return Map.of(
                "HAKO_NETWORK",
                "none",
                "HOME",
                place.toString(),
                "HAKO_ROOT",
                place.resolve("root").toString(),
                "HAKO_RUN",
                runDirectory().toString());
    }

    private static Result result(Process process, String input, List<String> command) {
        var output = Reading.of(process.getInputStream());
        var error = Reading.of(process.getErrorStream());
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        } catch (IOException e) {
            // It ended without reading all of its input, which is its good right.
        }
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        command + " did not end; it wrote " + output.text() + error.text());
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while " + command + " ran", e);
        }
        return new Result(process.exitValue(), output.text(), error.text());
    }

    /// The engine of this instance, if one runs. Several at once are a fault.
    ///
    /// What an engine has spawned looks like the engine until it executes its program, which may be
    /// after the engine has died and another was started.
    Optional<ProcessHandle> engine() {
        var engines = new ArrayList<ProcessHandle>();
        Await.until(
                "the end of all engines but one",
                DEADLINE,
                () -> {
                    engines.clear();
                    ProcessHandle.allProcesses().filter(this::isEngine).forEach(engines::add);
                    engines.removeIf(engine -> isChildOf(engines, engine));
                    return engines.size() <= 1;
                });
        return engines.stream().findFirst();
    }

    private boolean isEngine(ProcessHandle process) {
        String mark = "-Dhako.run=" + runDirectory();
        return commandLine(process).containsAll(List.of(mark, "engine"));
    }

    private static boolean isChildOf(List<ProcessHandle> parents, ProcessHandle process) {
        return process.parent().filter(parents::contains).isPresent();
    }

    private static List<String> commandLine(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
            return List.of(new String(Files.readAllBytes(file), UTF_8).split("\0", -1));
        } catch (IOException e) {
            return List.of(); // it has ended meanwhile
        }
    }

    /// Kills the engine as a crash would, and returns when it is gone.
    void crashEngine() {
        engine().ifPresent(engine -> {
            engine.destroyForcibly();
            Await.until("the engine's end", DEADLINE, () -> !engine.isAlive());
        });
    }

    /// Ends the engine as whoever stops a machine does: it takes away what it has made of the host.
    private void endEngine() {
        engine().ifPresent(engine -> {
            engine.destroy();
            Await.until("the engine's end", DEADLINE, () -> !engine.isAlive());
        });
    }

    /// Kills an engine that a test has started beside the instance's own.
    static void crashEngineAt(Path run) {
        ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains("-Dhako.run=" + run))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /// Removes its containers and pods: what comes next need not wait for an engine of its own.
    void empty() {
        String[] containers = run("ps", "--all", "--quiet").output().lines().toArray(String[]::new);
        if (containers.length > 0) {
            run(join(List.of("rm", "--force"), List.of(containers)).toArray(String[]::new));
        }
        run("pod", "rm", "--all", "--force");
    }

    @Override
    public void close() {
        empty();
        endEngine();
        try (var files = Files.walk(place)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
