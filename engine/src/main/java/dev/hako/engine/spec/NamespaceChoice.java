package dev.hako.engine.spec;

import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.Printable;
import dev.hako.engine.config.Share;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Namespace;
import java.util.ArrayList;
import java.util.List;

/// Which namespaces are the container's own.
final class NamespaceChoice {
    static final String NO_NETWORK = "none";
    static final String HOST_NETWORK = "host";

    private NamespaceChoice() {}

    static List<Namespace> of(NamespaceOptions options) {
        List<Namespace> own = new ArrayList<>(8);
        refusePrivateUsers(options);
        own.add(Namespace.fresh(Namespace.Type.MOUNT));
        addUnlessHost(own, options.pid(), Namespace.Type.PID);
        addUnlessHost(own, options.ipc(), Namespace.Type.IPC);
        addUnlessHost(own, options.uts(), Namespace.Type.UTS);
        addUnlessHost(own, options.cgroup(), Namespace.Type.CGROUP);
        if (!sharesHostNetwork(options)) {
            own.add(Namespace.fresh(Namespace.Type.NETWORK));
        }
        return own;
    }

    private static void addUnlessHost(List<Namespace> own, Mode mode, Namespace.Type type) {
        if (mode != Mode.HOST) {
            own.add(Namespace.fresh(type));
        }
    }

    private static void refusePrivateUsers(NamespaceOptions options) {
        if (options.user() == Mode.PRIVATE) {
            throw Failure.unsupported(
                            "unsupported option --userns \"private\": the files of an image would"
                                    + " belong to nobody, since this version has no id-mapped layers")
                    .hint(
                            "run hako as an ordinary user: then all containers are in his user"
                                    + " namespace");
        }
    }

    static boolean sharesHostNetwork(NamespaceOptions options) {
        String network = options.network().orElse(NO_NETWORK);
        return switch (network) {
            case HOST_NETWORK -> true;
            case NO_NETWORK -> false;
            case String _ when options.sharing().containers().containsKey(Share.NETWORK) -> false;
            default ->
                    throw Failure.notFound("no such network \"" + Printable.of(network) + "\"")
                            .hint("this version has the networks \"none\" and \"host\"");
        };
    }
}
