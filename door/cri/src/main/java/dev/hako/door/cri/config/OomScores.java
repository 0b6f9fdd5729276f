package dev.hako.door.cri.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which scores this engine may give its containers.
final class OomScores {
    private static final Path OWN = Path.of("/proc/self/oom_score_adj");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int CAP_SYS_RESOURCE = 24;
    private static final int LEAST = least();

    private OomScores() {}

    /// The score, or the nearest that may be given: only who has `CAP_SYS_RESOURCE` may give one
    /// below his own.
    static int allowed(int score) {
        return Math.max(score, LEAST);
    }

    private static int least() {
        try {
            return mayLower() ? -1000 : Integer.parseInt(Files.readString(OWN).strip());
        } catch (IOException | NumberFormatException e) {
            return -1000;
        }
    }

    private static boolean mayLower() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .anyMatch(bits -> (bits >> CAP_SYS_RESOURCE & 1) == 1);
    }
}
