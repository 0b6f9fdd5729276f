package dev.hako.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// An ordinary user with ranges of subordinate ids (subuid(5)), who exists until this is closed.
///
/// @param name in `/etc/passwd`
/// @param uid of the user
record TestUser(String name, int uid) implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    static TestUser create() throws IOException {
        String name = "hako-it-" + ProcessHandle.current().pid();
        Programs.run(DEADLINE, "useradd", "--no-create-home", "--shell", "/bin/false", name);
        return new TestUser(name, uid(name));
    }

    private static int uid(String name) throws IOException {
        try (var lines = Files.lines(Path.of("/etc/passwd"))) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields[0].equals(name))
                    .map(fields -> Integer.parseInt(fields[2]))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        Programs.run(DEADLINE, "userdel", name);
    }
}
