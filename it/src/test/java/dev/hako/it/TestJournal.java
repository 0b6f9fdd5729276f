package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A real journald for nobody but a test: in a mount namespace of its own, in which its sockets are
/// where everybody looks for them.
record TestJournal(Process daemon, Path place) implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String SCRIPT =
            """
            set -e
            mkdir -p "$1/journal" "$1/log" "$1/etc"
            mount -t tmpfs none /run/systemd
            mkdir /run/systemd/journal
            mount --bind "$1/journal" /run/systemd/journal
            mkdir -p /run/log
            mount --bind "$1/log" /run/log
            mkdir /run/log/journal
            printf '[Journal]\\nStorage=volatile\\nReadKMsg=no\\nAudit=no\\nRateLimitBurst=0\\n' \\
                > "$1/etc/journald.conf"
            mkdir -p /etc/systemd
            mount --bind "$1/etc" /etc/systemd
            exec /usr/lib/systemd/systemd-journald
            """;

    /// A journal below a directory, which has to be removed by its owner.
    static TestJournal below(Path directory) throws IOException {
        Path place = Files.createDirectory(directory.resolve("systemd"));
        Process daemon =
                new ProcessBuilder(
                                "unshare",
                                "--mount",
                                "--propagation=private",
                                "sh",
                                "-c",
                                SCRIPT,
                                "sh",
                                place.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(place.resolve("output").toFile())
                        .start();
        Await.until("journald", DEADLINE, () -> Files.exists(place.resolve("journal/dev-log")));
        return new TestJournal(daemon, place);
    }

    /// Words that make the program after them see it.
    List<String> wrapper() {
        return List.of("nsenter", "--mount", "--target", String.valueOf(daemon.pid()));
    }

    /// What it was told that matches, in journald's export format.
    ///
    /// @param match such as `CONTAINER_NAME=web`
    String entries(String match) {
        return read("export", match);
    }

    /// The messages alone.
    List<String> messages(String match) {
        return read("cat", match).lines().toList();
    }

    private String read(String form, String match) {
        try (var machines = Files.list(place.resolve("log/journal"))) {
            Path files = machines.findFirst().orElseThrow();
            Process reader =
                    new ProcessBuilder(
                                    "journalctl",
                                    "--directory=" + files,
                                    "--quiet",
                                    "--all",
                                    "--output=" + form,
                                    match)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new String(reader.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        daemon.destroy();
        Await.until("the end of journald", DEADLINE, () -> !daemon.isAlive());
    }
}
