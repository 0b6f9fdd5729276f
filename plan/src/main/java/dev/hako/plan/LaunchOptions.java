package dev.hako.plan;

/// What the engine decides where the specification leaves it open.
///
/// @param idMapping how the ids of a new user namespace are mapped
/// @param createWorkingDirectory make a working directory that is missing, as Docker does
/// @param tolerateRlimits go on when raising a resource limit is not permitted; the specification
///   wants a failure
/// @param hookTimeoutMillis for hooks that name no timeout
public record LaunchOptions(
        IdMapWriter idMapping,
        boolean createWorkingDirectory,
        boolean tolerateRlimits,
        int hookTimeoutMillis) {
    /// The engine maps ids itself, limits must hold, hooks have half a minute.
    public static final LaunchOptions STANDARD =
            new LaunchOptions(new IdMapWriter.Direct(), true, false, 30_000);

    /// The same for a program that joins: its working directory must be there.
    LaunchOptions forExec() {
        return new LaunchOptions(idMapping, false, tolerateRlimits, hookTimeoutMillis);
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
