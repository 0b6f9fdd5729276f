package dev.hako.app.training;

import dev.hako.app.product.Installation;
import dev.hako.app.product.OwnProcess;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the cache made in the background, by one engine of the machine at a time.
public final class Training implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    /// Of the lowest priority, it takes its time to clean up on a loaded machine.
    private static final Duration PARTING = Duration.ofSeconds(20);

    private static final int KEPT = 6;
    private static final Pattern CACHE = Pattern.compile("[0-9a-f]{32}(-cri)?\\.aot");
    private static final int OWNER_ONLY = 0600;
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final OwnProcess process;
    private final Installation installation;
    private final List<String> exercise;
    private Optional<Thread> worker = Optional.empty();

    /// A training of JVMs like this one.
    ///
    /// @param exercise the name of the class whose `main` does what engines do, and its arguments
    public Training(OwnProcess process, Installation installation, List<String> exercise) {
        this.process = process;
        this.installation = installation;
        this.exercise = List.copyOf(exercise);
    }

    /// Starts a training unless there is a cache, or one was started before. Returns at once.
    public synchronized void startIfNeeded() {
        if (worker.isEmpty()) {
            worker = installation.aotCache().filter(Files::notExists).map(this::start);
        }
    }

    private Thread start(Path file) {
        return Thread.ofPlatform().daemon().name("training").start(() -> train(file));
    }

    private void train(Path file) {
        try {
            Files.createDirectories(file.getParent());
            NativePath lockFile = NativePath.of(file + ".lock");
            int flags = Open.O_RDWR | Open.O_CREAT | Open.O_NOFOLLOW;
            try (Fd lock = Open.openat(Fd.CWD, lockFile, flags, OWNER_ONLY)) {
                if (Flock.tryExclusive(lock)) {
                    write(file);
                }
            }
        } catch (IOException | KernelException e) {
            LOG.warn("cannot write the ahead-of-time cache \"{}\": {}", file, e.toString());
        }
    }

    private void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Process training =
                new ProcessBuilder(command(fresh))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start();
        try {
            if (!training.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("training took more than {} and was ended", DEADLINE);
            } else if (training.exitValue() != 0) {
                LOG.warn("training failed with exit code {}", training.exitValue());
            } else {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                prune(Objects.requireNonNull(file.getParent()));
                LOG.info("wrote the ahead-of-time cache \"{}\"", file);
            }
        } catch (InterruptedException engineLeaves) {
            LOG.info("ended a training that had not finished");
        } finally {
            end(training);
            discard(fresh);
        }
    }

    /// The end of its input tells the other JVM that it is not wanted any more.
    private static void end(Process training) throws IOException {
        training.getOutputStream().close();
        boolean ended = false;
        try {
            ended = training.waitFor(PARTING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            training.descendants().forEach(ProcessHandle::destroyForcibly);
            training.destroyForcibly();
        }
    }

    /// Deletes what the JVM has written, and the file from which it writes.
    private static void discard(Path fresh) throws IOException {
        Files.deleteIfExists(fresh);
        Files.deleteIfExists(fresh.resolveSibling(fresh.getFileName() + ".config"));
    }

    /// Keeps the caches of the newest builds only, of which each has two at most.
    private static void prune(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> caches =
                    files.filter(file -> CACHE.matcher(file.getFileName().toString()).matches())
                            .sorted(Comparator.comparing(Training::writtenAt).reversed())
                            .toList();
            for (Path old : caches.subList(Math.min(KEPT, caches.size()), caches.size())) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static FileTime writtenAt(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            // Somebody else has deleted it.
            return FileTime.fromMillis(0);
        }
    }

    /// The same JVM with the same class path, or the cache would be of no use to it.
    private List<String> command(Path output) {
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        for (String word : process.java()) {
            if (!word.startsWith("-XX:AOTCache=")) {
                command.add(word);
            }
        }
        command.add(1 + command.indexOf(process.java().getFirst()), "-XX:AOTCacheOutput=" + output);
        command.addAll(exercise);
        return command;
    }

    /// Ends a training that has not finished.
    @Override
    public void close() {
        Optional<Thread> running;
        synchronized (this) {
            running = worker;
        }
        running.ifPresent(Training::end);
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
