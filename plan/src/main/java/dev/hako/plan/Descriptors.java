package dev.hako.plan;

import java.util.List;

/// The descriptors a launcher is started with, besides those `plan.h` numbers: each at least 5 and
/// below 100, or [#ABSENT].
///
/// @param stateDirectory the directory the exit file goes to; always there
/// @param logDirectory the directory of the log
/// @param listener a listening unix socket for engines
/// @param client the connection of a client that waits in the foreground
/// @param lock the engine's lock file
/// @param companion a pidfd of a process that is to end with the container
/// @param held what is to stay open for as long as the monitor lives, such as locks
public record Descriptors(
        int stateDirectory,
        int logDirectory,
        int listener,
        int client,
        int lock,
        int companion,
        List<Integer> held) {
    /// There is no such descriptor.
    public static final int ABSENT = -1;

    public Descriptors {
        held = List.copyOf(held);
    }

    /// Only the state directory.
    public static Descriptors of(int stateDirectory) {
        return new Descriptors(stateDirectory, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, List.of());
    }
}
