package dev.hako.door.cri.config;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.KeyValue;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.SupplementalGroupsPolicy;
import dev.hako.engine.config.GroupPolicy;
import dev.hako.engine.config.ProcessOptions;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Optional;

/// How the program runs: environment, directory, user, streams.
final class ProcessMapping {
    private ProcessMapping() {}

    /// @param hostname its host's name, if it has no UTS namespace of its own or its pod's
    static ProcessOptions of(ContainerConfig config, Optional<String> hostname) {
        LinuxContainerSecurityContext security = config.getLinux().getSecurityContext();
        return new ProcessOptions(
                config.getTty(),
                config.getStdin(),
                config.getStdinOnce(),
                config.getEnvsList().stream().map(ProcessMapping::entry).toList(),
                Optional.of(config.getWorkingDir()).filter(path -> !path.isEmpty()),
                user(security),
                groups(security),
                hostname,
                Optional.empty(),
                false,
                oomScore(config),
                policy(security.getSupplementalGroupsPolicy()),
                Optional.empty());
    }

    private static String entry(KeyValue variable) {
        return variable.getKey() + "=" + variable.getValue().toStringUtf8();
    }

    private static Optional<String> user(LinuxContainerSecurityContext security) {
        Optional<String> user =
                security.hasRunAsUser()
                        ? Optional.of(number("run_as_user", security.getRunAsUser().getValue()))
                        : Optional.of(security.getRunAsUsername()).filter(name -> !name.isEmpty());
        if (!security.hasRunAsGroup()) {
            return user;
        }
        String group = number("run_as_group", security.getRunAsGroup().getValue());
        return Optional.of(
                user.orElseThrow(() -> Failure.invalid("run_as_group is set without a user"))
                        + ":"
                        + group);
    }

    private static List<String> groups(LinuxContainerSecurityContext security) {
        return security.getSupplementalGroupsList().stream()
                .map(group -> number("supplemental_groups", group))
                .toList();
    }

    private static String number(String field, long id) {
        if (id < 0 || id >= 0xffff_ffffL) {
            throw Failure.invalid(field + ": " + id + " is no id");
        }
        return String.valueOf(id);
    }

    private static GroupPolicy policy(SupplementalGroupsPolicy policy) {
        return switch (policy) {
            case Merge -> GroupPolicy.MERGE;
            case Strict -> GroupPolicy.STRICT;
            case UNRECOGNIZED -> throw Failure.invalid("unknown supplemental_groups_policy");
        };
    }

    /// Zero is not said: a program has its engine's then.
    private static Optional<Integer> oomScore(ContainerConfig config) {
        if (!config.getLinux().hasResources()) {
            return Optional.empty();
        }
        long score = config.getLinux().getResources().getOomScoreAdj();
        if (score < -1000 || score > 1000) {
            throw Failure.invalid("oom_score_adj: " + score + " is not from -1000 to 1000");
        }
        return Optional.of(OomScores.allowed((int) score));
    }
}
