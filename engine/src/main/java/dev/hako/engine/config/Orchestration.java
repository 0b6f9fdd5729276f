package dev.hako.engine.config;

import java.util.Map;
import java.util.Optional;

/// What whoever runs the machine's pods says of one, such as a node agent of Kubernetes.
///
/// @param annotations what he wants to find again; nothing here reads them
/// @param cgroupParent the control group below which the containers get theirs, an absolute path in
///   each hierarchy; it is his, and stays. Empty: one of the engine's
/// @param users which ids the pod's users have on the machine, if they are others than inside
/// @param temporary whether the pod and its containers need not survive the end of the machine, and
///   are done with for good once the pod was shut down: he makes another then
public record Orchestration(
        Map<String, String> annotations,
        Optional<String> cgroupParent,
        Optional<PodUsers> users,
        boolean temporary) {
    /// Nobody runs it.
    public static final Orchestration NONE =
            new Orchestration(Map.of(), Optional.empty(), Optional.empty(), false);

    public Orchestration {
        annotations = Ordered.copyOf(annotations);
        cgroupParent
                .filter(path -> !path.startsWith("/"))
                .ifPresent(path -> {
                    throw new IllegalArgumentException("not an absolute path: " + path);
                });
    }
}
