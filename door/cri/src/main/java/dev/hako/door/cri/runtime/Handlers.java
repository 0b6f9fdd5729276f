package dev.hako.door.cri.runtime;

import dev.hako.cri.v1.RuntimeHandler;
import dev.hako.cri.v1.RuntimeHandlerFeatures;
import dev.hako.engine.EngineInfo;
import dev.hako.failure.Failure;
import dev.hako.isolation.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a RuntimeClass may name as its handler: an isolation. No name is the standard one.
///
/// @param info of the engine
public record Handlers(EngineInfo info) {
    /// The isolation that a handler names.
    ///
    /// @throws Failure `INVALID` if there is none of that name, or what this host lacks for it
    public String isolation(String handler) {
        String name = handler.isEmpty() ? info.defaultIsolation() : handler;
        Support support = info.isolations().get(name);
        if (support == null || !info.forPods().contains(name)) {
            throw Failure.invalid("no runtime handler is called \"" + name + "\"")
                    .hint("there are " + String.join(", ", info.forPods()));
        }
        if (support instanceof Support.Unsupported(String reason, String remedy)) {
            throw Failure.unsupported(
                            "the runtime handler \"" + name + "\" does not work here: " + reason)
                    .hint(remedy);
        }
        return name;
    }

    /// All that work on this host, the unnamed one first.
    List<RuntimeHandler> all() {
        List<RuntimeHandler> handlers = new ArrayList<>();
        handlers.add(handler(""));
        for (Map.Entry<String, Support> isolation : info.isolations().entrySet()) {
            if (isolation.getValue() instanceof Support.Supported
                    && info.forPods().contains(isolation.getKey())) {
                handlers.add(handler(isolation.getKey()));
            }
        }
        return handlers;
    }

    private RuntimeHandler handler(String name) {
        return RuntimeHandler.newBuilder().setName(name).setFeatures(features()).build();
    }

    private RuntimeHandlerFeatures features() {
        boolean attributes = has("mount-setattr");
        return RuntimeHandlerFeatures.newBuilder()
                .setRecursiveReadOnlyMounts(attributes)
                // Layers and volumes of such a pod are shown by id-mapped mounts, as root only may.
                .setUserNamespaces(
                        attributes && has("user-namespaces") && !info.host().user().rootless())
                .build();
    }

    private boolean has(String feature) {
        return info.host().features().getOrDefault(feature, false);
    }
}
