package dev.hako.engine;

import dev.hako.engine.spec.SpecBuilder.ExecRequest;
import dev.hako.isolation.WindowSize;
import java.util.List;
import java.util.Optional;

/// Another program for a running container.
///
/// @param command the program and its arguments; not empty
/// @param terminal whether it gets a terminal
/// @param size the terminal's first size
/// @param openInput whether its standard input stays open; otherwise it is `/dev/null`
/// @param env `NAME=value` entries over the container's
/// @param user `name|uid[:group|gid]`; empty: the container's
/// @param workingDirectory absolute; empty: the container's
/// @param privileged whether it gets every capability
public record ExecConfig(
        List<String> command,
        boolean terminal,
        WindowSize size,
        boolean openInput,
        List<String> env,
        Optional<String> user,
        Optional<String> workingDirectory,
        boolean privileged) {
    public ExecConfig {
        command = List.copyOf(command);
        env = List.copyOf(env);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
    }

    /// What its process is made from.
    ExecRequest request() {
        return new ExecRequest(command, terminal, env, user, workingDirectory, privileged);
    }

    /// A plain command: no terminal, no input.
    public static ExecConfig of(String... command) {
        return new ExecConfig(
                List.of(command),
                false,
                WindowSize.UNKNOWN,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
