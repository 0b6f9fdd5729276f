package dev.hako.image.registry.credential;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.Environment;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Pipe;
import dev.hako.kernel.Poll;
import dev.hako.kernel.Signal;
import dev.hako.kernel.Spawn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/// Runs a program of the caller's `PATH`, with his environment, a short input and a short output.
record ProgramRun(String program, String argument, Environment environment) {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final int MOST_BYTES = 1 << 16;
    private static final Pattern COLON = Pattern.compile(":");
    private static final String STANDARD_PATH = "/usr/local/bin:/usr/bin:/bin";

    /// What came of it.
    record Result(int status, byte[] output) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        /// One line of a message.
        String shownText() {
            String line = text().strip().lines().findFirst().orElse("nothing");
            return line.replaceAll("\\p{Cntrl}", "\uFFFD");
        }
    }

    /// Runs it. Waiting for pipes and processes holds a thread, so that it gets one of its own.
    Result with(byte[] input) {
        if (input.length > MOST_BYTES) {
            throw Failure.invalid("cannot run " + program + ": too long a secret");
        }
        Path found = find();
        var result = new CompletableFuture<Result>();
        Thread.ofPlatform()
                .daemon()
                .name(program)
                .start(() -> {
                    try {
                        result.complete(run(found, input));
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Failure failure ? failure : cannotRun(e);
        }
    }

    private Path find() {
        String path = environment.variable("PATH").orElse(STANDARD_PATH);
        return COLON.splitAsStream(path)
                .filter(folder -> folder.startsWith("/"))
                .flatMap(folder -> Environment.path(folder + "/" + program).stream())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        Failure.notFound("cannot run " + program + ": it is not on the PATH")
                                .hint(
                                        "install it, or take \"credsStore\" and"
                                                + " \"credHelpers\" out of Docker's"
                                                + " config.json"));
    }

    private Result run(Path found, byte[] input) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        try (Pipe in = Pipe.open();
                Pipe out = Pipe.open();
                Fd nowhere = Open.open("/dev/null", Open.O_WRONLY);
                Pidfd child = spawn(found, Map.of(0, in.reader(), 1, out.writer(), 2, nowhere))) {
            in.reader().close();
            out.writer().close();
            try {
                feed(in, input);
                byte[] output = output(out.reader(), end);
                await(child.fd(), end);
                return new Result(child.await().code(), output);
            } catch (Failure e) {
                child.send(Signal.SIGKILL);
                child.await();
                throw e;
            }
        }
    }

    private Pidfd spawn(Path found, Map<Integer, Fd> descriptors) {
        List<NativePath> variables =
                environment.variables().entrySet().stream()
                        .map(entry -> NativePath.of(entry.getKey() + "=" + entry.getValue()))
                        .toList();
        return Spawn.of(found.toString(), argument)
                .withEnvironment(variables)
                .withDescriptors(descriptors)
                .start();
    }

    /// A pipe takes as much as an input may be long: nothing waits here.
    private static void feed(Pipe in, byte[] input) {
        try (Fd writer = in.writer()) {
            writer.writeAll(input);
        } catch (KernelException e) {
            if (e.number() != Errno.EPIPE.number()) {
                throw e;
            }
        }
    }

    private byte[] output(Fd reader, long end) {
        var output = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 12];
        while (true) {
            await(reader, end);
            int count = reader.read(chunk, 0, chunk.length);
            if (count == 0) {
                return output.toByteArray();
            }
            output.write(chunk, 0, count);
            if (output.size() > MOST_BYTES) {
                throw Failure.invalid("cannot run " + program + ": it says too much");
            }
        }
    }

    private void await(Fd fd, long end) {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        if (Poll.await(fd, Poll.POLLIN, left) == 0) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot run " + program + ": it took more than " + DEADLINE.toSeconds() + " s");
        }
    }

    private Failure cannotRun(Exception e) {
        return Failure.of(Failure.Kind.DENIED, "cannot run " + program + ": " + e.getMessage(), e);
    }
}
