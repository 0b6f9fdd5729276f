package dev.hako.app.inspect;

import dev.hako.app.document.Document;
import dev.hako.app.product.Installation;
import dev.hako.app.value.Size;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.engine.EngineInfo;
import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Everything about an engine and its host.
public final class EngineDetails {
    private EngineDetails() {}

    /// What `hako info` shows.
    public static Document of(Engine engine, Installation installation) {
        EngineInfo info = engine.info();
        List<Container> containers = engine.containers();
        return Document.with("EnginePid", ProcessHandle.current().pid())
                .and("Version", Installation.VERSION)
                .and("BuildId", installation.buildId())
                .and("Java", Runtime.version().toString())
                .and("Libraries", installation.libraries().toString())
                .and("Root", info.locations().root().toString())
                .and("Run", info.locations().run().toString())
                .and("Containers", containers.size())
                .and("ContainersRunning", count(containers, ContainerState::live))
                .and(
                        "ContainersCreated",
                        count(containers, ContainerState.Created.class::isInstance))
                .and(
                        "ContainersStopped",
                        count(containers, ContainerState.Exited.class::isInstance))
                .and("DefaultIsolation", info.defaultIsolation())
                .and("Isolations", isolations(info))
                .and("Host", host(info.host()))
                .build();
    }

    private static int count(List<Container> containers, Predicate<ContainerState> wanted) {
        return (int) containers.stream().map(Container::state).filter(wanted).count();
    }

    private static List<Document> isolations(EngineInfo info) {
        List<Document> all = new ArrayList<>();
        info.isolations()
                .forEach((name, support) ->
                        all.add(isolation(name, support, name.equals(info.defaultIsolation()))));
        return all;
    }

    private static Document isolation(String name, Support support, boolean isDefault) {
        Document.Builder document = Document.with("Name", name).and("IsDefault", isDefault);
        return switch (support) {
            case Support.Supported(List<String> limitations) ->
                    document.and("Works", true)
                            .and("Reason", "")
                            .and("Remedy", "")
                            .and("Limitations", limitations)
                            .build();
            case Support.Unsupported(String reason, String remedy) ->
                    document.and("Works", false)
                            .and("Reason", reason)
                            .and("Remedy", remedy)
                            .and("Limitations", List.of())
                            .build();
        };
    }

    private static Document host(HostFacts host) {
        HostFacts.HostUser user = host.user();
        HostFacts.HostCgroups cgroups = host.cgroups();
        return Document.with("KernelVersion", host.kernelRelease())
                .and("Architecture", host.architecture())
                .and("OperatingSystem", host.operatingSystem())
                .and("CPUs", host.cpus())
                .and("MemoryBytes", host.memoryBytes())
                .and("MemoryText", Size.binary(host.memoryBytes()))
                .and(
                        "User",
                        Document.with("Uid", user.uid())
                                .and("Rootless", user.rootless())
                                .and("MappedIds", user.mappedIds())
                                .and("MappingNote", user.mappingNote().orElse(""))
                                .build())
                .and(
                        "Cgroups",
                        Document.with("Version", cgroups.version())
                                .and("Controllers", cgroups.controllers())
                                .and("Missing", new TreeMap<>(cgroups.missing()))
                                .build())
                .and("Features", new TreeMap<>(host.features()))
                .build();
    }
}
