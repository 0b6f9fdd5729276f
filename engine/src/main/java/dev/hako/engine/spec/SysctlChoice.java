package dev.hako.engine.spec;

import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.Printable;
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

    static Map<String, String> of(NamespaceOptions options, Map<String, String> standard) {
        boolean ownNetwork = !NamespaceChoice.sharesHostNetwork(options);
        Map<String, String> chosen = new TreeMap<>(ownNetwork ? standard : Map.of());
        for (Map.Entry<String, String> wanted : options.sysctls().entrySet()) {
            String name = wanted.getKey().replace('/', '.');
            require(name, options, ownNetwork);
            chosen.put(name, wanted.getValue());
        }
        return chosen;
    }

    private static void require(String name, NamespaceOptions options, boolean ownNetwork) {
        if (name.startsWith("net.")) {
            requireOwn(name, ownNetwork, "network");
        } else if (IPC.contains(name) || name.startsWith("fs.mqueue.")) {
            requireOwn(name, options.ipc() != Mode.HOST, "ipc");
        } else if (name.equals("kernel.domainname")) {
            requireOwn(name, options.uts() != Mode.HOST, "uts");
        } else {
            throw Failure.invalid(
                            "invalid option --sysctl \""
                                    + Printable.of(name)
                                    + "\": it is not of a namespace, so it would change the host")
                    .hint("set it on the host with sysctl(8)");
        }
    }

    private static void requireOwn(String name, boolean own, String namespace) {
        if (!own) {
            throw Failure.invalid(
                            "invalid option --sysctl \""
                                    + Printable.of(name)
                                    + "\": the container shares the host's "
                                    + namespace
                                    + " namespace, so it would change the host")
                    .hint("give the container its own " + namespace + " namespace");
        }
    }
}
