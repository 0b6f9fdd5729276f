package dev.hako.door.cri.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the node calls itself. It is the name of whoever has none of his own, as with containerd.
public final class NodeName {
    private NodeName() {}

    /// As it is at this moment.
    public static String get() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
