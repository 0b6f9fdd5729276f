package dev.hako.door.cri.registry;

import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxState;
import dev.hako.engine.Pod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A pod that was made through this door.
///
/// @param config what the kubelet wanted
/// @param handler how the RuntimeClass called it; empty: the standard one
public record SandboxEntry(Pod pod, PodSandboxConfig config, String handler) {
    private static final String CONFIG = "dev.hako.cri/sandbox";
    private static final String HANDLER = "dev.hako.cri/handler";

    /// What is kept of the kubelet's words.
    public static Map<String, String> annotations(PodSandboxConfig config, String handler) {
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put(CONFIG, Words.write(config));
        kept.put(HANDLER, handler);
        return kept;
    }

    /// What the kubelet wanted; nothing if the pod was made otherwise.
    static Optional<PodSandboxConfig> said(Pod pod) {
        return Optional.ofNullable(pod.config().orchestration().annotations().get(CONFIG))
                .map(text -> Words.read(PodSandboxConfig.parser(), text));
    }

    static SandboxEntry of(Pod pod, PodSandboxConfig said) {
        Map<String, String> kept = pod.config().orchestration().annotations();
        return new SandboxEntry(pod, said, kept.getOrDefault(HANDLER, ""));
    }

    public String id() {
        return pod.id();
    }

    /// Whether containers can be started in it.
    public PodSandboxState state() {
        return pod.isReady() ? PodSandboxState.SANDBOX_READY : PodSandboxState.SANDBOX_NOTREADY;
    }
}
