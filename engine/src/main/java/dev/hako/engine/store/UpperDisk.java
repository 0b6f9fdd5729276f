package dev.hako.engine.store;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The file that a container with disks writes to: ext4, sparse, so that it takes what is in it.
///
/// @param file where it is
public record UpperDisk(Path file) {
    private static final String PROGRAM = "mke2fs";
    private static final String SIZE = "16G";
    private static final long PATIENCE_SECONDS = 60;
    private static final int MOST_TOLD = 400;

    /// Makes it, unless it is there.
    ///
    /// @throws Failure `UNAVAILABLE` if that takes a program which is not there, or fails
    public Path make() {
        if (Files.exists(file)) {
            return file;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(unfinished);
            format(unfinished);
            return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.of(
                            Failure.Kind.UNAVAILABLE,
                            "cannot make the disk \"" + file + "\": " + e.getMessage(),
                            e)
                    .hint("see whether Debian's e2fsprogs is installed, and the disk has room");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, "cannot make the disk \"" + file + "\"", e);
        }
    }

    private static void format(Path disk) throws IOException, InterruptedException {
        List<String> words =
                List.of(
                        PROGRAM,
                        "-q",
                        "-t",
                        "ext4",
                        "-m",
                        "0",
                        "-E",
                        "lazy_itable_init=1,lazy_journal_init=1,nodiscard",
                        disk.toString(),
                        SIZE);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String told = new String(process.getInputStream().readNBytes(MOST_TOLD));
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(PROGRAM + " failed: " + told.strip());
        }
    }
}
