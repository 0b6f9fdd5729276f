package dev.hako.engine.spec;

import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Printable;
import dev.hako.engine.config.Share;
import dev.hako.engine.config.Sharing;
import dev.hako.failure.Failure;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which kernel settings a container may have: only those of namespaces that are its own, as in
/// Docker; all others would be the host's.
final class SysctlChoice {
    private static final Set<String> IPC =
            Set.of(
                    "kernel.msgmax",
                    "kernel.msgmnb",
                    "kernel.msgmni",
                    "kernel.sem",
                    "kernel.shmall",
                    "kernel.shmmax",
                    "kernel.shmmni",
                    "kernel.shm_rmid_forced");

    private SysctlChoice() {}

    /// Whose the namespaces are that kernel settings belong to.
    private record Owner(
            boolean network, boolean ipc, boolean uts, String otherwise, String hint) {}

    static Map<String, String> of(NamespaceOptions options, Map<String, String> standard) {
        Sharing sharing = options.sharing();
        boolean ownNetwork =
                !NamespaceChoice.sharesHostNetwork(options) && !sharing.shares(Share.NETWORK);
        boolean shares = !sharing.equals(Sharing.NONE);
        return chosen(
                options.sysctls(),
                ownNetwork ? standard : Map.of(),
                new Owner(
                        ownNetwork,
                        options.ipc() != Mode.HOST && !sharing.shares(Share.IPC),
                        options.uts() != Mode.HOST && !sharing.shares(Share.UTS),
                        shares
                                ? "the container shares its %s namespace with others"
                                : "the container shares the host's %s namespace, so it would"
                                        + " change the host",
                        shares
                                ? "set it where the %s namespace is made"
                                : "give the container its own %s namespace"));
    }

    /// Those of what a pod's containers share.
    static Map<String, String> ofPod(PodConfig pod, Map<String, String> standard) {
        Set<Share> own = pod.ownShares();
        return chosen(
                pod.sysctls(),
                own.contains(Share.NETWORK) ? standard : Map.of(),
                new Owner(
                        own.contains(Share.NETWORK),
                        own.contains(Share.IPC),
                        own.contains(Share.UTS),
                        "the pod has no %s namespace of its own",
                        "let its containers share one with --share"));
    }

    private static Map<String, String> chosen(
            Map<String, String> wanted, Map<String, String> standard, Owner owner) {
        Map<String, String> chosen = new TreeMap<>(standard);
        wanted.forEach((key, value) -> {
            String name = key.replace('/', '.');
            require(name, owner);
            chosen.put(name, value);
        });
        return chosen;
    }

    private static void require(String name, Owner owner) {
        if (name.startsWith("net.")) {
            requireOwn(name, owner.network, "network", owner);
        } else if (IPC.contains(name) || name.startsWith("fs.mqueue.")) {
            requireOwn(name, owner.ipc, "ipc", owner);
        } else if (name.equals("kernel.domainname")) {
            requireOwn(name, owner.uts, "uts", owner);
        } else {
            throw Failure.invalid(
                            "invalid option --sysctl \""
                                    + Printable.of(name)
                                    + "\": it is not of a namespace, so it would change the host")
                    .hint("set it on the host with sysctl(8)");
        }
    }

    private static void requireOwn(String name, boolean own, String namespace, Owner owner) {
        if (!own) {
            throw Failure.invalid(
                            "invalid option --sysctl \""
                                    + Printable.of(name)
                                    + "\": "
                                    + owner.otherwise.formatted(namespace))
                    .hint(owner.hint.formatted(namespace));
        }
    }
}
