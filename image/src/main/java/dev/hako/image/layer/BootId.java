package dev.hako.image.layer;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which boot of the machine this is: random(4).
final class BootId {
    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    static String now() {
        try {
            return Files.readString(FILE).strip();
        } catch (IOException e) {
            throw Failure.internal("cannot read \"" + FILE + "\": " + e.getMessage(), e);
        }
    }
}
