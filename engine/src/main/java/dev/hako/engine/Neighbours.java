package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.OthersNamespace;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Share;
import dev.hako.engine.config.Sharing;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.ContainerStore;
import dev.hako.failure.Failure;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.Task;
import dev.hako.oci.runtime.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// Whom a container is together with: the others of its pod, and those whose namespaces it has.
///
/// @param isolations there are
/// @param containers of the engine, by id
/// @param pods of the engine
/// @param store where other containers' files are
record Neighbours(
        IsolationChoice isolations,
        ConcurrentHashMap<String, Container> containers,
        Pods pods,
        ContainerStore store) {

    /// The name of the file that is shown as `/etc/hosts`.
    static final String HOSTS = "hosts";

    /// The name of the file that is shown as `/etc/resolv.conf`.
    static final String RESOLV_CONF = "resolv.conf";

    /// The sandbox of a container, as it is. What is left of one whose pod is gone can be found and
    /// removed, but not started.
    Sandbox open(ContainerDocument container) {
        Optional<Pod> pod = podOf(container);
        return pod.isPresent()
                ? pod.get().shell().open()
                : isolations.of(container.config()).open(SandboxSpec.alone(container.id()));
    }

    /// Whether a container need not survive the end of the machine, as its pod need not.
    boolean isTemporary(ContainerDocument container) {
        return podOf(container).filter(pod -> pod.config().orchestration().temporary()).isPresent();
    }

    Optional<Pod> podOf(ContainerDocument container) {
        return sharing(container).pod().flatMap(pods::byId);
    }

    private static Sharing sharing(ContainerDocument container) {
        return container.config().namespaces().sharing();
    }

    /// Makes ready what a container shares with its pod.
    void prepare(ContainerDocument container, Sandbox sandbox) {
        Optional<String> id = sharing(container).pod();
        if (id.isPresent()) {
            pods.byId(id.get())
                    .orElseThrow(() -> Pods.noSuchPod(id.get().substring(0, 12)))
                    .prepare(sandbox);
        }
    }

    /// Whose namespaces a container is to have.
    ///
    /// @throws Failure `CONFLICT` if somebody's of them does not run
    Map<Namespace.Type, Task> joins(ContainerDocument container) {
        Sharing sharing = sharing(container);
        Map<Namespace.Type, Task> joins = new EnumMap<>(Namespace.Type.class);
        sharing.containers()
                .forEach((share, id) -> joins.put(PodShell.type(share), task(share, id)));
        if (sharing.withPod().contains(Share.PID)) {
            podOf(container).ifPresent(pod -> joins.put(Namespace.Type.PID, pod.init()));
        }
        return joins;
    }

    private Task task(Share share, String id) {
        Container other = containers.get(id);
        if (other == null) {
            throw Failure.notFound(
                    "the container whose " + share + " namespace it has was removed");
        }
        return other.runningTask()
                .orElseThrow(() ->
                        Failure.conflict(
                                        "cannot join the "
                                                + share
                                                + " namespace of container \""
                                                + other.name()
                                                + "\": it is not running")
                                .hint("start it with `hako start " + other.name() + "`"));
    }

    /// Where a container may send, by its own policy or by that of whose network it has; empty:
    /// anywhere.
    Optional<EgressOptions> egress(ContainerDocument container) {
        Sharing sharing = sharing(container);
        String other = sharing.containers().get(Share.NETWORK);
        if (other != null) {
            return Optional.ofNullable(containers.get(other))
                    .flatMap(owner -> egress(owner.document()));
        }
        return sharing.withPod().contains(Share.NETWORK)
                ? podOf(container).flatMap(pod -> pod.config().connections().egress())
                : container.config().namespaces().connections().egress();
    }

    /// Where the `/etc/hosts` is kept that a container shares, if it shares one.
    Optional<Path> hosts(ContainerDocument container) {
        Sharing sharing = sharing(container);
        Optional<Pod> pod = podOf(container);
        if (pod.isPresent() && pod.get().config().shares().contains(Share.NETWORK)) {
            return Optional.of(pod.get().shell().hosts());
        }
        return Optional.ofNullable(sharing.containers().get(Share.NETWORK))
                .flatMap(store::find)
                .map(other ->
                        hosts(other.document()).orElseGet(() -> other.state().resolve(HOSTS)));
    }

    /// Where the `/etc/resolv.conf` is kept that a container has with another's network.
    Optional<Path> resolvConf(ContainerDocument container) {
        Optional<Pod> pod = podOf(container);
        if (pod.isPresent() && pod.get().config().shares().contains(Share.NETWORK)) {
            return pod.get().shell().resolvConf();
        }
        return Optional.ofNullable(sharing(container).containers().get(Share.NETWORK))
                .flatMap(store::find)
                .map(other -> other.state().resolve(RESOLV_CONF))
                .filter(Files::exists);
    }

    /// Where the `/etc/hostname` is kept that a container shares with its pod, if it does.
    Optional<Path> hostname(ContainerDocument container) {
        return sharing(container).withPod().contains(Share.UTS)
                ? podOf(container).map(pod -> pod.shell().hostnameFile())
                : Optional.empty();
    }

    /// Makes a container, and keeps its pod from being removed meanwhile.
    Container admitted(ContainerConfig config, Supplier<Container> maker) {
        Optional<String> id = config.namespaces().sharing().pod();
        return id.isPresent() ? pods.pod(id.get()).admit(maker) : maker.get();
    }

    /// The same configuration with ids for names, and with what the pod or the others decide.
    ///
    /// @throws Failure `NOT_FOUND`, or `INVALID` naming the option that contradicts another
    ContainerConfig settled(ContainerConfig asked, Function<String, Container> search) {
        Sharing sharing = asked.namespaces().sharing();
        ContainerConfig config = asked;
        for (Map.Entry<Share, String> entry : sharing.containers().entrySet()) {
            config = withContainer(config, entry.getKey(), search.apply(entry.getValue()));
        }
        return sharing.pod().isPresent()
                ? PodMembership.of(pods.pod(sharing.pod().get())).settle(config)
                : config;
    }

    /// A namespace of another that is the host's is asked of the host.
    private static ContainerConfig withContainer(
            ContainerConfig config, Share share, Container other) {
        NamespaceOptions options = config.namespaces();
        NamespaceOptions others = other.config().namespaces();
        Sharing sharing = options.sharing().with(share, other.id());
        Mode pid = share == Share.PID ? others.pid() : options.pid();
        Mode ipc = share == Share.IPC ? others.ipc() : options.ipc();
        Optional<String> network = share == Share.NETWORK ? networkOf(other) : options.network();
        ContainerConfig joined =
                config.withNamespaces(options.with(network, sharing).withModes(pid, ipc));
        return share == Share.NETWORK ? named(joined, other) : joined;
    }

    private static Optional<String> networkOf(Container other) {
        return other.config()
                .namespaces()
                .network()
                .filter(PodConfig.HOST_NETWORK::equals)
                .or(() -> Optional.of(OthersNamespace.of(other.id())));
    }

    /// As in Docker, who has another's network has its name.
    private static ContainerConfig named(ContainerConfig config, Container other) {
        if (config.process().hostname().isPresent()) {
            throw Failure.invalid(
                    "conflicting options: --hostname, and --network container:" + other.name());
        }
        String name =
                other.config().process().hostname().orElseGet(() -> other.id().substring(0, 12));
        return config.withProcess(config.process().withHostname(name));
    }
}
