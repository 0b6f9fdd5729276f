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
        return Document.with("enginePid", ProcessHandle.current().pid())
                .and("version", Installation.VERSION)
                .and("buildId", installation.buildId())
                .and("java", Runtime.version().toString())
                .and("libraries", installation.libraries().toString())
                .and("root", info.locations().root().toString())
                .and("run", info.locations().run().toString())
                .and("containers", containers.size())
                .and("containersRunning", count(containers, EngineDetails::goesOn))
                .and("containersPaused", count(containers, ContainerState.Paused.class::isInstance))
                .and(
                        "containersCreated",
                        count(containers, ContainerState.Created.class::isInstance))
                .and(
                        "containersStopped",
                        count(containers, ContainerState.Exited.class::isInstance))
                .and("layers", engine.layersAreShared() ? "shared" : "copied")
                .and("defaultIsolation", info.defaultIsolation())
                .and("isolations", isolations(info))
                .and("host", host(info.host()))
                .build();
    }

    private static boolean goesOn(ContainerState state) {
        return state.live() && !(state instanceof ContainerState.Paused);
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
        Document.Builder document = Document.with("name", name).and("isDefault", isDefault);
        return switch (support) {
            case Support.Supported(List<String> limitations) ->
                    document.and("works", true)
                            .and("reason", "")
                            .and("remedy", "")
                            .and("limitations", limitations)
                            .build();
            case Support.Unsupported(String reason, String remedy) ->
                    document.and("works", false)
                            .and("reason", reason)
                            .and("remedy", remedy)
                            .and("limitations", List.of())
                            .build();
        };
    }

    private static Document host(HostFacts host) {
        HostFacts.HostUser user = host.user();
        HostFacts.HostCgroups cgroups = host.cgroups();
        return Document.with("kernelVersion", host.kernelRelease())
                .and("architecture", host.architecture())
                .and("operatingSystem", host.operatingSystem())
                .and("cpus", host.cpus())
                .and("memoryBytes", host.memoryBytes())
                .and("memoryText", Size.binary(host.memoryBytes()))
                .and(
                        "user",
                        Document.with("uid", user.uid())
                                .and("rootless", user.rootless())
                                .and("mappedIds", user.mappedIds())
                                .and("mappingNote", user.mappingNote().orElse(""))
                                .build())
                .and(
                        "cgroups",
                        Document.with("version", cgroups.version())
                                .and("controllers", cgroups.controllers())
                                .and("missing", new TreeMap<>(cgroups.missing()))
                                .build())
                .and("features", new TreeMap<>(host.features()))
                .build();
    }
}
