package dev.hako.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the program runs.
///
/// @param terminal whether it gets a terminal (`-t`)
/// @param openInput whether its standard input stays open (`-i`); otherwise it is `/dev/null`
/// @param inputOnce close standard input when the first attached client's ends
/// @param env `NAME=value` entries over the image's
/// @param workingDirectory absolute; empty: the image's, or `/`
/// @param user `name|uid[:group|gid]`; empty: the image's, or root
/// @param groups further groups by name or number
/// @param hostname empty: the first 12 digits of the id
/// @param domainname empty: none
/// @param init whether a small init reaps and forwards signals as process 1 (`--init`)
/// @param oomScoreAdj -1000 to 1000; empty: the engine's
/// @param groupPolicy which groups it has besides
/// @param timezone `local`, or a name such as `Europe/Berlin`; empty: the image's
public record ProcessOptions(
        boolean terminal,
        boolean openInput,
        boolean inputOnce,
        List<String> env,
        Optional<String> workingDirectory,
        Optional<String> user,
        List<String> groups,
        Optional<String> hostname,
        Optional<String> domainname,
        boolean init,
        Optional<Integer> oomScoreAdj,
        GroupPolicy groupPolicy,
        Optional<String> timezone) {

    public static final ProcessOptions STANDARD =
            new ProcessOptions(
                    false,
                    false,
                    false,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    GroupPolicy.STANDARD,
                    Optional.empty());

    /// With Docker's groups.
    public ProcessOptions(
            boolean terminal,
            boolean openInput,
            boolean inputOnce,
            List<String> env,
            Optional<String> workingDirectory,
            Optional<String> user,
            List<String> groups,
            Optional<String> hostname,
            Optional<String> domainname,
            boolean init,
            Optional<Integer> oomScoreAdj,
            Optional<String> timezone) {
        this(
                terminal,
                openInput,
                inputOnce,
                env,
                workingDirectory,
                user,
                groups,
                hostname,
                domainname,
                init,
                oomScoreAdj,
                GroupPolicy.STANDARD,
                timezone);
    }

    public ProcessOptions {
        env = List.copyOf(env);
        groups = List.copyOf(groups);
    }

    public ProcessOptions withEnv(String entry) {
        List<String> more = new ArrayList<>(env);
        more.add(entry);
        return new ProcessOptions(
                terminal,
                openInput,
                inputOnce,
                more,
                workingDirectory,
                user,
                groups,
                hostname,
                domainname,
                init,
                oomScoreAdj,
                groupPolicy,
                timezone);
    }

    /// The same under another host name.
    public ProcessOptions withHostname(String name) {
        return new ProcessOptions(
                terminal,
                openInput,
                inputOnce,
                env,
                workingDirectory,
                user,
                groups,
                Optional.of(name),
                domainname,
                init,
                oomScoreAdj,
                groupPolicy,
                timezone);
    }
}
