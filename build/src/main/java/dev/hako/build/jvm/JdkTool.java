package dev.hako.build.jvm;

import dev.hako.failure.Failure;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.ExitStatus;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Signal;
import dev.hako.kernel.Spawn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program of a JDK that is run to its end.
///
/// @param said a file that takes what it says
record JdkTool(Path program, Path said) {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final List<NativePath> ENVIRONMENT =
            List.of(NativePath.of("LC_ALL=C.UTF-8"), NativePath.of("PATH=/usr/bin:/bin"));

    /// Runs it, and answers what it ends with.
    int run(List<String> words) throws IOException, InterruptedException {
        try (EventLoop loop = EventLoop.start("jdk-tool");
                Pidfd process = start(words)) {
            CompletableFuture<ExitStatus> end = process.onExit(loop);
            try {
                return end.get(DEADLINE.toSeconds(), TimeUnit.SECONDS).code();
            } catch (TimeoutException e) {
                throw Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        program.getFileName()
                                + " has not ended within "
                                + DEADLINE.toMinutes()
                                + " minutes",
                        e);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } finally {
                if (!end.isDone()) {
                    process.send(Signal.SIGKILL);
                    end.exceptionally(_ -> new ExitStatus.Exited(1)).join();
                }
            }
        }
    }

    private Pidfd start(List<String> words) {
        try (Fd nothing = Open.open("/dev/null", Open.O_RDONLY);
                Fd file = Open.open(said.toString(), Open.O_WRONLY)) {
            return Spawn.of(program.toString(), words.toArray(String[]::new))
                    .withEnvironment(ENVIRONMENT)
                    .withDescriptors(Map.of(0, nothing, 1, file, 2, file))
                    .start();
        }
    }
}
