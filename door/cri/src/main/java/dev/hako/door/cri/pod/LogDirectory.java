package dev.hako.door.cri.pod;

import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The directory in which a pod's containers have their logs. The kubelet makes it; others who ask
/// for pods expect that it is made for them.
final class LogDirectory {
    private static final String MODE = "rwxr-xr-x";

    private LogDirectory() {}

    static void make(PodSandboxConfig config) {
        String directory = config.getLogDirectory();
        if (directory.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(
                    Path.of(directory),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE)));
        } catch (IOException e) {
            throw Failure.invalid("cannot make the log directory \"" + directory + "\": " + e);
        }
    }
}
