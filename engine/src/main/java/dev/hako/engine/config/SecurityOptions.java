package dev.hako.engine.config;

import java.util.List;
import java.util.Optional;

/// What the program may do.
///
/// @param privileged every capability, every device, nothing masked, no seccomp
/// @param addedCapabilities names with or without `CAP_`, or `ALL`
/// @param droppedCapabilities likewise
/// @param noNewPrivileges execve(2) never gives more privilege
/// @param seccomp which filter holds
/// @param unmasked whether `/proc` and `/sys` are shown whole (`--security-opt
///   systempaths=unconfined`)
/// @param apparmorProfile a profile's name, or `unconfined`; empty: the host's default
/// @param selinuxLabel a label; empty: none
/// @param readOnlyRoot whether the root file system is read-only
/// @param ambientCapabilities what the program has whoever it runs as; among the granted ones
/// @param systemPaths what it does not see as it is; empty: Docker's choice
public record SecurityOptions(
        boolean privileged,
        List<String> addedCapabilities,
        List<String> droppedCapabilities,
        boolean noNewPrivileges,
        SeccompChoice seccomp,
        boolean unmasked,
        Optional<String> apparmorProfile,
        Optional<String> selinuxLabel,
        boolean readOnlyRoot,
        List<String> ambientCapabilities,
        Optional<SystemPaths> systemPaths) {

    public static final SecurityOptions STANDARD =
            new SecurityOptions(
                    false,
                    List.of(),
                    List.of(),
                    false,
                    SeccompChoice.STANDARD,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    false);

    /// With Docker's choice of what Docker gives no choice of.
    public SecurityOptions(
            boolean privileged,
            List<String> addedCapabilities,
            List<String> droppedCapabilities,
            boolean noNewPrivileges,
            SeccompChoice seccomp,
            boolean unmasked,
            Optional<String> apparmorProfile,
            Optional<String> selinuxLabel,
            boolean readOnlyRoot) {
        this(
                privileged,
                addedCapabilities,
                droppedCapabilities,
                noNewPrivileges,
                seccomp,
                unmasked,
                apparmorProfile,
                selinuxLabel,
                readOnlyRoot,
                List.of(),
                Optional.empty());
    }

    public SecurityOptions {
        ambientCapabilities = List.copyOf(ambientCapabilities);
        addedCapabilities = List.copyOf(addedCapabilities);
        droppedCapabilities = List.copyOf(droppedCapabilities);
    }

    /// The same without these capabilities.
    public SecurityOptions withDropped(List<String> dropped) {
        return new SecurityOptions(
                privileged,
                addedCapabilities,
                dropped,
                noNewPrivileges,
                seccomp,
                unmasked,
                apparmorProfile,
                selinuxLabel,
                readOnlyRoot,
                ambientCapabilities,
                systemPaths);
    }
}
