package dev.hako.app.training;

import dev.hako.app.product.Installation;
import dev.hako.app.product.OwnProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the cache made in the background.
public final class Training {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final OwnProcess process;
    private final Installation installation;
    private final String exercise;
    private final AtomicBoolean underWay = new AtomicBoolean();

    /// A training of JVMs like this one.
    ///
    /// @param exercise the name of the class whose `main` does what engines do
    public Training(OwnProcess process, Installation installation, String exercise) {
        this.process = process;
        this.installation = installation;
        this.exercise = exercise;
    }

    /// Starts a training unless there is a cache, or one was underWay before. Returns at once.
    public void startIfNeeded() {
        installation
                .aotCache()
                .filter(Files::notExists)
                .filter(_ -> underWay.compareAndSet(false, true))
                .ifPresent(file ->
                        Thread.ofPlatform().daemon().name("training").start(() -> train(file)));
    }

    private void train(Path file) {
        Path fresh = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(file.getParent());
            Process training =
                    new ProcessBuilder(command(fresh))
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start();
            if (!training.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                training.destroyForcibly();
                LOG.warn("training took more than {} and was ended", DEADLINE);
            } else if (training.exitValue() != 0) {
                LOG.warn("training failed with exit code {}", training.exitValue());
            } else {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                LOG.info("wrote the ahead-of-time cache \"{}\"", file);
            }
        } catch (IOException e) {
            LOG.warn("cannot write the ahead-of-time cache \"{}\": {}", file, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discard(fresh);
        }
    }

    private static void discard(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            LOG.warn("cannot delete \"{}\": {}", fresh, e.toString());
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
        command.add(exercise);
        return command;
    }
}
