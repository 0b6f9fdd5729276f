package dev.hako.guest.build;

import dev.hako.failure.Failure;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.ExitStatus;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Pipe;
import dev.hako.kernel.Spawn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Where a build's programs run, one after the other, and what they say is kept.
///
/// Each is a session and a process group of its own. A shell in it waits for the end of its
/// standard input, which is a pipe from here: it comes when this process closes it or dies, and
/// then the shell kills the group.
final class Workshop implements AutoCloseable {
    private static final String LIFELINE =
            """
            exec 3<&0 </dev/null
            { cat <&3; kill -KILL 0; } >/dev/null 2>&1 &
            watcher=$!
            disown
            "$@" 3<&-
            code=$?
            kill -KILL $watcher
            exit $code
            """;
    private static final long MOST_LOG_BYTES = 32L << 20;
    private static final int LAST_LINES = 40;
    private static final int MOST_LINE = 4096;

    private final Path folder;
    private final Path log;
    private final OutputStream out;
    private final Map<String, String> environment;
    private final BuildTools tools;
    private long logged;

    /// @param folder everything of the build is in it
    /// @param log written anew
    /// @param environment all that the programs get
    Workshop(Path folder, Path log, Map<String, String> environment, BuildTools tools)
            throws IOException {
        this.tools = tools;
        this.folder = folder;
        this.log = log;
        this.environment = Map.copyOf(environment);
        this.out = Files.newOutputStream(log);
    }

    Path folder() {
        return folder;
    }

    /// Runs a program to its end.
    ///
    /// @param intent what for, as failures say it: `cannot unpack the source`
    /// @return the last lines that it said
    /// @throws Failure if it does not end well, with what it said of it and where all is
    List<String> run(String intent, Consumer<String> line, List<String> words)
            throws InterruptedException {
        Deque<String> last = new ArrayDeque<>();
        Consumer<String> each =
                text -> {
                    last.add(text);
                    if (last.size() > LAST_LINES) {
                        last.remove();
                    }
                    write(text);
                    line.accept(text);
                };
        int code;
        try {
            write("+ " + String.join(" ", words));
            code = run(words, each);
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.UNAVAILABLE, intent + ": " + e.getMessage(), e);
        }
        if (code != 0) {
            throw failed(intent, words.getFirst(), code, List.copyOf(last));
        }
        return List.copyOf(last);
    }

    /// The same of a program whose lines nobody waits for.
    List<String> run(String intent, List<String> words) throws InterruptedException {
        return run(intent, _ -> {}, words);
    }

    private int run(List<String> words, Consumer<String> line)
            throws IOException, InterruptedException {
        try (Pipe input = Pipe.open();
                Pipe output = Pipe.open();
                EventLoop loop = EventLoop.start("kernel-build");
                Pidfd process = spawn(words, input, output)) {
            CompletableFuture<ExitStatus> end = process.onExit(loop);
            input.reader().close();
            output.writer().close();
            Thread reader = Thread.ofPlatform().daemon().start(() -> read(output.reader(), line));
            try {
                ExitStatus status = end.get();
                reader.join();
                return status.code();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } finally {
                input.writer().close();
                awaitEnd(end, reader);
            }
        } catch (KernelException e) {
            throw new IOException(e.text(), e);
        }
    }

    private Pidfd spawn(List<String> words, Pipe input, Pipe output) {
        List<String> shell = List.of("-n", "19", "bash", "-c", LIFELINE, "build");
        String[] arguments = Stream.concat(shell.stream(), words.stream()).toArray(String[]::new);
        List<NativePath> variables =
                environment.entrySet().stream()
                        .map(entry -> NativePath.of(entry.getKey() + "=" + entry.getValue()))
                        .toList();
        try (Fd directory = Open.open(folder.toString(), Open.O_RDONLY | Open.O_DIRECTORY)) {
            return Spawn.of(tools.path("nice").toString(), arguments)
                    .withEnvironment(variables)
                    .withDescriptors(
                            Map.of(0, input.reader(), 1, output.writer(), 2, output.writer()))
                    .withWorkingDirectory(directory)
                    .withNewSession()
                    .start();
        }
    }

    /// After an interruption its files are in use until it has ended.
    private static void awaitEnd(CompletableFuture<ExitStatus> end, Thread reader) {
        end.exceptionally(_ -> new ExitStatus.Exited(1)).join();
        boolean interrupted = Thread.interrupted();
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void read(Fd output, Consumer<String> line) {
        byte[] buffer = new byte[MOST_LINE];
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int size = output.read(buffer, 0, buffer.length);
                size > 0;
                size = output.read(buffer, 0, buffer.length)) {
            for (int i = 0; i < size; i++) {
                if (buffer[i] == '\n') {
                    line.accept(text.toString(StandardCharsets.UTF_8));
                    text.reset();
                } else if (text.size() < MOST_LINE) {
                    text.write(buffer[i]);
                }
            }
        }
        if (text.size() > 0) {
            line.accept(text.toString(StandardCharsets.UTF_8));
        }
    }

    private void write(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        logged += bytes.length;
        if (logged > MOST_LOG_BYTES) {
            return;
        }
        try {
            out.write(bytes);
        } catch (IOException e) {
            // A full disk fails the program itself, in its own words.
            logged = MOST_LOG_BYTES;
        }
    }

    private Failure failed(String intent, String program, int code, List<String> last) {
        String said =
                last.reversed().stream()
                        .filter(text -> text.contains("rror") || text.contains("E: "))
                        .findFirst()
                        .or(() ->
                                last.reversed().stream()
                                        .filter(text -> !text.isBlank())
                                        .findFirst())
                        .map(text -> ": " + text.strip())
                        .orElse("");
        return Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "%s: %s ended with status %d%s".formatted(intent, program, code, said))
                .hint("all that it said is in \"" + log + "\"");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
