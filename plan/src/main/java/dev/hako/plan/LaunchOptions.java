package dev.hako.plan;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What the engine decides where the specification leaves it open.
///
/// @param idMapping how the ids of a new user namespace are mapped
/// @param note a file in which the first process of a container is noted for those who are to join
///   it: its process id, as 8 bytes; empty if they are given a descriptor of it
public record LaunchOptions(IdMapWriter idMapping, Set<Habit> habits, Optional<String> note) {
    /// The engine maps ids itself and leaves nothing of the host behind.
    public static final LaunchOptions STANDARD =
            new LaunchOptions(
                    new IdMapWriter.Direct(),
                    EnumSet.of(Habit.CREATE_WORKING_DIRECTORY, Habit.PIVOT_ROOT, Habit.NEW_KEYRING),
                    Optional.empty());

    /// What is done at a start, or not.
    public enum Habit {
        /// Make a working directory that is missing, as Docker does.
        CREATE_WORKING_DIRECTORY,
        /// Leave the host's files by pivot_root(2), which a ramdisk as the host's root does not
        /// allow, and not by chroot(2), from which a privileged program finds its way back.
        PIVOT_ROOT,
        /// Give the container a session keyring of its own, and not its starter's.
        NEW_KEYRING,
        /// Lay the program out at the same addresses each time. A kernel of User Mode Linux would
        /// otherwise start itself again, by way of a procfs that it does not have.
        FIXED_ADDRESSES
    }

    public LaunchOptions {
        habits = Set.copyOf(habits);
    }

    boolean has(Habit habit) {
        return habits.contains(habit);
    }

    public LaunchOptions with(Habit habit) {
        Set<Habit> more = EnumSet.of(habit);
        more.addAll(habits);
        return new LaunchOptions(idMapping, more, note);
    }

    public LaunchOptions without(Habit habit) {
        Set<Habit> fewer = EnumSet.noneOf(Habit.class);
        fewer.addAll(habits);
        fewer.remove(habit);
        return new LaunchOptions(idMapping, fewer, note);
    }

    /// The same, with a note of the first process.
    public LaunchOptions noting(String file) {
        return new LaunchOptions(idMapping, habits, Optional.of(file));
    }

    /// The same for a starter with a single id, who may not choose groups.
    public LaunchOptions ofSingleId() {
        return new LaunchOptions(new IdMapWriter.Single(), habits, note);
    }

    /// Who writes `uid_map` and `gid_map` (user_namespaces(7)).
    public sealed interface IdMapWriter {
        /// The engine, which has the privilege.
        record Direct() implements IdMapWriter {}

        /// An engine without privilege, which maps one id: its own. `setgroups` is denied.
        record Single() implements IdMapWriter {}

        /// The set-user-id programs of shadow (newuidmap(1)), by their paths.
        record Helpers(String newuidmap, String newgidmap) implements IdMapWriter {}
    }
}
