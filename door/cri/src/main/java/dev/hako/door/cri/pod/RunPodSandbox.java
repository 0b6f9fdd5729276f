package dev.hako.door.cri.pod;

import dev.hako.cri.v1.CgroupDriver;
import dev.hako.cri.v1.LinuxPodSandboxConfig;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.RunPodSandboxRequest;
import dev.hako.cri.v1.RunPodSandboxResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.config.PodLimits;
import dev.hako.door.cri.runtime.Handlers;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.engine.config.PodConfig;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// `RunPodSandbox`.
///
/// @param limits how those of a whole pod are meant
/// @param driver who makes control groups
/// @param plugins where networks of plugins are described; if one is, pods are connected by the
///   first, otherwise by the engine's own
public record RunPodSandbox(
        Engine engine, Handlers handlers, PodLimits limits, CgroupDriver driver, Path plugins)
        implements Unary<RunPodSandboxRequest, RunPodSandboxResponse> {
    @Override
    public RunPodSandboxResponse answer(RunPodSandboxRequest question) {
        if (!question.hasConfig() || !question.getConfig().hasMetadata()) {
            throw Failure.invalid("a pod sandbox needs a configuration with metadata");
        }
        PodSandboxConfig config = question.getConfig();
        var _ = handlers.isolation(question.getRuntimeHandler());
        PodConfig wanted =
                new SandboxMapping(driver, network()).map(config, question.getRuntimeHandler());
        LogDirectory.make(config);
        Pod pod = engine.pods().create(wanted);
        limit(pod, config.getLinux());
        removeUnlessAwaited(pod);
        return RunPodSandboxResponse.newBuilder().setPodSandboxId(pod.id()).build();
    }

    /// A group that the kubelet has made has its limits already.
    private void limit(Pod pod, LinuxPodSandboxConfig linux) {
        if (!linux.getCgroupParent().isEmpty() || !linux.hasResources()) {
            return;
        }
        try {
            pod.limit(limits.of(linux.getResources(), linux.getOverhead()));
        } catch (Failure e) {
            pod.remove(true);
            throw e;
        }
    }

    /// Whoever has given up never learns the id.
    private static void removeUnlessAwaited(Pod pod) {
        if (Thread.interrupted()) {
            pod.remove(true);
            throw Failure.of(Failure.Kind.CANCELLED, "nobody waits for the pod sandbox any longer");
        }
    }

    /// Asked anew each time: a plugin may write its description long after the node has started.
    private Optional<String> network() {
        try (Stream<Path> files = Files.list(plugins)) {
            return files.anyMatch(RunPodSandbox::describesNetwork)
                    ? Optional.of(PodConfig.PLUGINS)
                    : Optional.empty();
        } catch (IOException noFolder) {
            return Optional.empty();
        }
    }

    private static boolean describesNetwork(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".conflist") || name.endsWith(".conf") || name.endsWith(".json");
    }
}
