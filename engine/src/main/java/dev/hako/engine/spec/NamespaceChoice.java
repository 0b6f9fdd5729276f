package dev.hako.engine.spec;

import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Printable;
import dev.hako.engine.config.Share;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Namespace;
import java.util.ArrayList;
import java.util.List;

/// Which namespaces are the container's own.
final class NamespaceChoice {
    private NamespaceChoice() {}

    static List<Namespace> of(NamespaceOptions options) {
        List<Namespace> own = new ArrayList<>(8);
        own.add(Namespace.fresh(Namespace.Type.MOUNT));
        addUnlessHost(own, options.pid(), Namespace.Type.PID);
        addUnlessHost(own, options.ipc(), Namespace.Type.IPC);
        addUnlessHost(own, options.uts(), Namespace.Type.UTS);
        addUnlessHost(own, options.cgroup(), Namespace.Type.CGROUP);
        if (!sharesHostNetwork(options)) {
            own.add(Namespace.fresh(Namespace.Type.NETWORK));
        }
        if (options.ownsUsers()) {
            own.add(Namespace.fresh(Namespace.Type.USER));
        }
        return own;
    }

    private static void addUnlessHost(List<Namespace> own, Mode mode, Namespace.Type type) {
        if (mode != Mode.HOST) {
            own.add(Namespace.fresh(type));
        }
    }

    static boolean sharesHostNetwork(NamespaceOptions options) {
        String network = options.network().orElse(PodConfig.NO_NETWORK);
        return switch (network) {
            case PodConfig.HOST_NETWORK -> true;
            case PodConfig.NO_NETWORK -> false;
            case String _ when options.sharing().containers().containsKey(Share.NETWORK) -> false;
            case String _ when !options.connections().joins().isEmpty() -> false;
            case String _ when options.sharing().withPod().contains(Share.NETWORK) -> false;
            default ->
                    throw Failure.notFound("no such network \"" + Printable.of(network) + "\"")
                            .hint("`hako network ls` lists all there are");
        };
    }
}
