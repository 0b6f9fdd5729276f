package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.Share;
import dev.hako.engine.config.Sharing;
import dev.hako.failure.Failure;
import java.util.Optional;
import java.util.Set;

/// What it means for a container to be in a pod: what they share is the pod's to say.
///
/// @param shares what the pod's containers share
record PodMembership(Pod pod, Set<Share> shares) {

    static PodMembership of(Pod pod) {
        return new PodMembership(pod, pod.config().shares());
    }

    /// The configuration of a container in the pod.
    ///
    /// @throws Failure `INVALID` naming an option that is the pod's to say
    ContainerConfig settle(ContainerConfig config) {
        NamespaceOptions options = config.namespaces();
        refuse(Share.NETWORK, "--network", options.network().isPresent());
        refuse(Share.IPC, "--ipc", isGiven(options, Share.IPC, options.ipc()));
        refuse(Share.PID, "--pid", isGiven(options, Share.PID, options.pid()));
        refuse(Share.UTS, "--uts", options.uts() != Mode.STANDARD);
        refuse(Share.UTS, "--hostname", config.process().hostname().isPresent());
        refuseOtherWall(config);
        Sharing sharing =
                new Sharing(
                        Optional.of(pod.id()),
                        pod.config().ownShares(),
                        options.sharing().containers());
        Optional<String> network =
                shares.contains(Share.NETWORK) ? pod.config().network() : options.network();
        ContainerConfig settled = config.withNamespaces(users(options.with(network, sharing)));
        return shares.contains(Share.UTS)
                ? settled.withProcess(settled.process().withHostname(pod.hostname()))
                : settled;
    }

    /// What is the host's belongs to the machine's root, whom a pod with users of its own does not
    /// have.
    private NamespaceOptions users(NamespaceOptions options) {
        if (pod.config().orchestration().users().isEmpty()) {
            return options;
        }
        boolean host =
                options.pid() == Mode.HOST
                        || options.ipc() == Mode.HOST
                        || options.user() == Mode.HOST
                        || pod.config().isOnHostNetwork();
        if (host) {
            throw Failure.invalid(
                            "conflicting options: pod \""
                                    + pod.name()
                                    + "\" has users of its own, and the container a namespace of"
                                    + " the host")
                    .hint("leave either out");
        }
        return options.withUsersOfPod();
    }

    private static boolean isGiven(NamespaceOptions options, Share share, Mode mode) {
        return mode != Mode.STANDARD || options.sharing().containers().containsKey(share);
    }

    private void refuse(Share share, String option, boolean given) {
        if (given && shares.contains(share)) {
            throw Failure.invalid(
                            "conflicting options: --pod and "
                                    + option
                                    + ": the containers of pod \""
                                    + pod.name()
                                    + "\" share their "
                                    + share
                                    + " namespace")
                    .hint("say it when you create the pod, or leave it out of its --share");
        }
    }

    private static void refuseOtherWall(ContainerConfig config) {
        if (config.isolation().filter(wall -> !wall.equals(IsolationChoice.STANDARD)).isPresent()) {
            throw Failure.unsupported(
                    "conflicting options: --pod and --isolation: pods are behind the wall \""
                            + IsolationChoice.STANDARD
                            + "\"");
        }
    }
}
