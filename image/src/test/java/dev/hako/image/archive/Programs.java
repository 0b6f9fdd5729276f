package dev.hako.image.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/// Programs that say whether what is written here is what others read.
final class Programs {
    private Programs() {}

    /// Runs a line of shell in a directory and answers what it writes.
    static byte[] shell(Path directory, byte[] input, String line) throws IOException {
        Process process =
                new ProcessBuilder("sh", "-ec", line)
                        .directory(directory.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Thread feeding = Thread.startVirtualThread(() -> feed(process, input));
        try (InputStream output = process.getInputStream()) {
            byte[] answer = output.readAllBytes();
            feeding.join();
            if (process.waitFor() != 0) {
                throw new AssertionError(line + " failed");
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void feed(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // It did not want all of it.
        }
    }
}
