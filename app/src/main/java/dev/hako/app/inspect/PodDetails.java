package dev.hako.app.inspect;

import dev.hako.app.document.Document;
import dev.hako.engine.Container;
import dev.hako.engine.Pod;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.PodConfig;
import dev.hako.network.names.AddedHost;
import java.util.List;

/// Everything about one pod.
public final class PodDetails {
    private PodDetails() {}

    /// What `hako pod inspect` shows, under podman's names.
    public static Document of(Pod pod) {
        PodConfig config = pod.config();
        List<Container> members = pod.containers();
        return Document.with("Id", pod.id())
                .and("Name", pod.name())
                .and("Created", pod.createdAt().toString())
                .and("State", pod.state().word())
                .and("ExitPolicy", "continue")
                .and("CreateInfra", false)
                .and("Hostname", pod.hostname())
                .and("Labels", config.labels())
                .and("Network", networks(pod).getFirst())
                .and("Networks", networks(pod))
                .and("HostAdd", hosts(config))
                .and("Sysctls", config.sysctls())
                .and(
                        "SharedNamespaces",
                        config.shares().stream().map(share -> share.toString()).toList())
                .and("NumContainers", members.size())
                .and("Containers", members.stream().map(PodDetails::member).toList())
                .build();
    }

    /// The names of a pod's networks, or the word for what it has instead.
    public static List<String> networks(Pod pod) {
        PodConfig config = pod.config();
        List<NetworkJoin> joins = config.connections().joins();
        return joins.isEmpty()
                ? List.of(config.network().orElse(PodConfig.NO_NETWORK))
                : joins.stream().map(NetworkJoin::network).toList();
    }

    private static List<String> hosts(PodConfig config) {
        return config.connections().hosts().stream().map(AddedHost::text).toList();
    }

    private static Document member(Container container) {
        return Document.with("Id", container.id())
                .and("Name", container.name())
                .and("State", container.state().word())
                .build();
    }
}
