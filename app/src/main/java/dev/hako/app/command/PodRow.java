package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.inspect.PodDetails;
import dev.hako.app.output.Words;
import dev.hako.app.value.Durations;
import dev.hako.engine.Container;
import dev.hako.engine.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A pod as `hako pod ls` shows it, under the names that podman's templates use.
final class PodRow {
    /// What stands over each field in a table.
    static final Document HEADINGS =
            Document.with("ID", "POD ID")
                    .and("Id", "POD ID")
                    .and("Name", "NAME")
                    .and("Status", "STATUS")
                    .and("Created", "CREATED")
                    .and("CreatedAt", "CREATED AT")
                    .and("NumberOfContainers", "# OF CONTAINERS")
                    .and("ContainerNames", "NAMES")
                    .and("ContainerIds", "IDS")
                    .and("ContainerStatuses", "STATUS")
                    .and("Networks", "NETWORKS")
                    .and("Hostname", "HOSTNAME")
                    .and("Share", "SHARE")
                    .and("Labels", "LABELS")
                    .build();

    private PodRow() {}

    /// @param whole whether nothing is shortened
    static Document of(Pod pod, Instant now, boolean whole) {
        List<Container> members = pod.containers();
        String id = whole ? pod.id() : Words.shortId(pod.id());
        List<String> names = members.stream().map(Container::name).toList();
        List<String> ids = members.stream().map(member -> id(member, whole)).toList();
        List<String> states = members.stream().map(member -> member.state().word()).toList();
        Instant created = pod.createdAt();
        Duration age = now.isBefore(created) ? Duration.ZERO : Duration.between(created, now);
        return Document.with("ID", id)
                .and("Id", id)
                .and("Name", pod.name())
                .and("Status", pod.state().word())
                .and("Created", Durations.roughly(age) + " ago")
                .and("CreatedAt", created.toString())
                .and("NumberOfContainers", members.size())
                .and("ContainerNames", String.join(",", names))
                .and("ContainerIds", String.join(",", ids))
                .and("ContainerStatuses", String.join(",", states))
                .and("Networks", String.join(",", PodDetails.networks(pod)))
                .and("Hostname", pod.hostname())
                .and("Share", shares(pod))
                .and("Labels", Words.pairs(pod.config().labels()))
                .build();
    }

    private static String id(Container container, boolean whole) {
        return whole ? container.id() : Words.shortId(container.id());
    }

    private static String shares(Pod pod) {
        return String.join(
                ",", pod.config().shares().stream().map(share -> share.toString()).toList());
    }

    /// A pod as `--format json` shows it, under the names that podman's has.
    static Document json(Pod pod) {
        return Document.with("Id", pod.id())
                .and("Name", pod.name())
                .and("Status", pod.state().word())
                .and("Created", pod.createdAt().toString())
                .and("Containers", pod.containers().stream().map(PodRow::member).toList())
                .and("Networks", PodDetails.networks(pod))
                .and("InfraId", "")
                .and("Labels", pod.config().labels())
                .build();
    }

    private static Document member(Container container) {
        return Document.with("Id", container.id())
                .and("Names", container.name())
                .and("Status", container.state().word())
                .build();
    }
}
