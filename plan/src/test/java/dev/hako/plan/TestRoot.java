package dev.hako.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A small root file system: the host's static busybox and links to it.
final class TestRoot {
    private static final List<String> APPLETS =
            List.of(
                    "sh",
                    "cat",
                    "chmod",
                    "echo",
                    "false",
                    "grep",
                    "head",
                    "hostname",
                    "id",
                    "ip",
                    "kill",
                    "ln",
                    "ls",
                    "mkdir",
                    "mount",
                    "ps",
                    "pwd",
                    "readlink",
                    "sleep",
                    "sort",
                    "stat",
                    "stty",
                    "touch",
                    "true",
                    "tty",
                    "tr",
                    "umask",
                    "uname",
                    "wc");

    private TestRoot() {}

    static Path make(Path directory) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.copy(busybox(), bin.resolve("busybox"));
        bin.resolve("busybox").toFile().setExecutable(true, false);
        for (String applet : APPLETS) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        for (String name : List.of("etc", "tmp")) {
            Files.createDirectories(directory.resolve(name));
        }
        return directory;
    }

    private static Path busybox() {
        return List.of("/bin/busybox", "/usr/bin/busybox").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
