package dev.hako.door.cri.config;

import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Share;
import dev.hako.engine.config.Sharing;
import dev.hako.failure.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the program shares with its pod, with the host and with others. The pod has the first word:
/// of what its containers share none has one of its own.
final class NamespaceMapping {
    private NamespaceMapping() {}

    /// @param podId of the pod it is in
    /// @throws Failure `INVALID` if a container is to be in the namespace of none
    static NamespaceOptions of(NamespaceOption asked, String podId, PodConfig pod) {
        boolean target = asked.getPid() == NamespaceMode.TARGET;
        if (target && asked.getTargetId().isEmpty()) {
            throw Failure.invalid("a target PID namespace needs the id of its container");
        }
        Map<Share, String> others =
                target && !pod.shares().contains(Share.PID)
                        ? Map.of(Share.PID, asked.getTargetId())
                        : Map.of();
        return new NamespaceOptions(
                mode(asked.getPid()),
                mode(asked.getIpc()),
                pod.isOnHostNetwork() ? Mode.HOST : Mode.STANDARD,
                Mode.STANDARD,
                Mode.STANDARD,
                Optional.empty(),
                Map.of(),
                new Sharing(Optional.of(podId), Set.of(), others),
                dev.hako.engine.config.NetworkOptions.NONE);
    }

    private static Mode mode(NamespaceMode mode) {
        return mode == NamespaceMode.NODE ? Mode.HOST : Mode.STANDARD;
    }
}
