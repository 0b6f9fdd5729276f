package dev.hako.door.cri.config;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.Signal;
import dev.hako.door.cri.device.DeviceCatalog;
import dev.hako.door.cri.device.Equipped;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.engine.config.HealthCheck;
import dev.hako.engine.config.LifecycleOptions;
import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogPlace;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.RestartPolicy;
import dev.hako.engine.config.Share;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Hooks;
import java.nio.file.Path;
import java.util.Optional;

/// A container as the kubelet wants it, in the engine's words.
public final class ContainerMapping {
    private final ResourceMapping resources;
    private final DeviceCatalog devices;
    private final SecurityMapping security = SecurityMapping.ofHost();

    /// @param resources how limits are meant
    /// @param devices that are described on this machine
    public ContainerMapping(ResourceMapping resources, DeviceCatalog devices) {
        this.resources = resources;
        this.devices = devices;
    }

    /// The same container.
    ///
    /// @param podId of the pod that it is to be in
    /// @param pod what the kubelet has said of it
    /// @param owner the same in the engine's words
    /// @throws Failure `INVALID` or `UNSUPPORTED` naming what cannot be
    public dev.hako.engine.config.ContainerConfig of(
            ContainerConfig asked, String podId, PodSandboxConfig pod, PodConfig owner) {
        Equipped equipped = Equipped.of(asked, devices);
        ContainerConfig config = equipped.config();
        LinuxContainerSecurityContext context = config.getLinux().getSecurityContext();
        require(config, context, pod, owner);
        Optional<LogPlace> log = log(config, pod);
        dev.hako.engine.config.ContainerConfig.Builder builder =
                dev.hako.engine.config.ContainerConfig.of(config.getImage().getImage())
                        .name(Names.of(config.getMetadata(), pod.getMetadata(), podId))
                        .command(config.getArgsList())
                        .process(ProcessMapping.of(config, hostname(owner)))
                        .security(security.of(context))
                        .namespaces(
                                NamespaceMapping.of(context.getNamespaceOptions(), podId, owner))
                        .limits(resources.of(config.getLinux().getResources()))
                        .storage(new MountMapping(owner.orchestration().users()).of(config))
                        .lifecycle(lifecycle(config, log, equipped.hooks()))
                        // Kubernetes has probes of its own.
                        .health(Optional.of(HealthCheck.none()));
        if (config.getCommandCount() > 0) {
            builder.entrypoint(config.getCommandList());
        }
        ContainerEntry.annotations(asked).forEach(builder::annotation);
        return builder.build();
    }

    private static void require(
            ContainerConfig config,
            LinuxContainerSecurityContext context,
            PodSandboxConfig pod,
            PodConfig owner) {
        if (!config.hasMetadata() || config.getImage().getImage().isEmpty()) {
            throw Failure.invalid("a container needs metadata and an image");
        }
        requireUsersOfPod(context.getNamespaceOptions(), owner);
        boolean allowed = pod.getLinux().getSecurityContext().getPrivileged();
        if (context.getPrivileged() && !allowed) {
            throw Failure.invalid("a privileged container needs a privileged pod sandbox");
        }
    }

    /// The kubelet says it again for each container.
    private static void requireUsersOfPod(NamespaceOption namespaces, PodConfig owner) {
        boolean said = namespaces.hasUsernsOptions();
        if (said && !UserMapping.of(namespaces).equals(owner.orchestration().users())) {
            throw Failure.invalid("a container has the users of its pod, not others");
        }
    }

    /// Who shares its pod's name is given it by the pod.
    private static Optional<String> hostname(PodConfig pod) {
        return pod.shares().contains(Share.UTS) ? Optional.empty() : Optional.of(NodeName.get());
    }

    /// Where the kubelet reads its output, and rotates it.
    private static Optional<LogPlace> log(ContainerConfig config, PodSandboxConfig pod) {
        return config.getLogPath().isEmpty() || pod.getLogDirectory().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new LogPlace(Path.of(pod.getLogDirectory()), Path.of(config.getLogPath())));
    }

    private static LifecycleOptions lifecycle(
            ContainerConfig config, Optional<LogPlace> log, Hooks hooks) {
        return new LifecycleOptions(
                false,
                signal(config.getStopSignal()),
                Optional.empty(),
                RestartPolicy.NEVER,
                log.map(LogConfig::at).orElse(LogConfig.STANDARD),
                hooks);
    }

    private static Optional<Integer> signal(Signal signal) {
        return signal == Signal.SIGNAL_RUNTIME_DEFAULT
                ? Optional.empty()
                : Optional.of(Signals.number(signal));
    }

    /// Limits for a container that is there.
    public ResourceMapping resources() {
        return resources;
    }
}
