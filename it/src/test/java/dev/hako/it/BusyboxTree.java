package dev.hako.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A small root file system: busybox under each of its names, and two users.
final class BusyboxTree {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private BusyboxTree() {}

    /// @param folder to be made
    /// @param uid of its owner
    static void make(Path folder, int uid) throws IOException {
        for (String name : List.of("bin", "etc", "proc", "sys", "dev", "root", "srv", "home")) {
            Files.createDirectories(folder.resolve(name));
        }
        Path bin = folder.resolve("bin");
        Files.copy(BUSYBOX, bin.resolve("busybox"));
        for (String applet : applets()) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        Files.createDirectories(folder.resolve("var/lib"));
        Path etc = folder.resolve("etc");
        Files.writeString(
                etc.resolve("passwd"),
                "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/home:/bin/sh\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\nuser:x:1000:\n");
        Path tmp = Files.createDirectory(folder.resolve("tmp"));
        Files.setAttribute(tmp, "unix:mode", 01777);
        Programs.run(DEADLINE, "chown", "-Rh", uid + ":" + uid, folder.toString());
    }

    private static List<String> applets() {
        List<String> list = List.of(BUSYBOX.toString(), "--list");
        return Programs.run(DEADLINE, Path.of("/dev/null"), list)
                .output()
                .lines()
                .filter(applet -> !applet.equals("busybox"))
                .toList();
    }
}
