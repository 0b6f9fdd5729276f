package dev.hako.isolation;

import java.nio.file.Path;
import java.util.List;

/// How a monitor starts an engine when none is left: it takes the lock, listens on the socket, and
/// runs the command with the lock at descriptor 3 and the socket at 4.
///
/// @param command argv; its first word is an absolute path
/// @param environment `NAME=value` entries
/// @param socket the engine's socket
/// @param lockFile the engine's lock file
public record Revival(List<String> command, List<String> environment, Path socket, Path lockFile) {
    public Revival {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }
}
