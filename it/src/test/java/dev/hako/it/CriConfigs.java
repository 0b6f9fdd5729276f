package dev.hako.it;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerMetadata;
import dev.hako.cri.v1.ImageSpec;
import dev.hako.cri.v1.LinuxContainerConfig;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.LinuxPodSandboxConfig;
import dev.hako.cri.v1.LinuxSandboxSecurityContext;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxMetadata;
import java.util.List;

/// Pods and containers as a kubelet asks for them.
final class CriConfigs {
    private CriConfigs() {}

    /// A pod on the host's network, each container with processes of its own.
    static PodSandboxConfig.Builder pod(String name) {
        return pod(
                name,
                NamespaceOption.newBuilder()
                        .setNetwork(NamespaceMode.NODE)
                        .setPid(NamespaceMode.CONTAINER)
                        .build());
    }

    static PodSandboxConfig.Builder pod(String name, NamespaceOption namespaces) {
        return PodSandboxConfig.newBuilder()
                .setMetadata(
                        PodSandboxMetadata.newBuilder()
                                .setName(name)
                                .setNamespace("default")
                                .setUid("uid-of-" + name))
                .setHostname(name)
                .putLabels("pod", name)
                .putAnnotations("said", "of " + name)
                .setLinux(
                        LinuxPodSandboxConfig.newBuilder()
                                .setSecurityContext(
                                        LinuxSandboxSecurityContext.newBuilder()
                                                .setNamespaceOptions(namespaces)));
    }

    /// A container of the image `host`.
    static ContainerConfig.Builder container(String name, String... command) {
        return ContainerConfig.newBuilder()
                .setMetadata(ContainerMetadata.newBuilder().setName(name))
                .setImage(ImageSpec.newBuilder().setImage("host"))
                .addAllCommand(List.of(command))
                .putLabels("container", name)
                .putAnnotations("said", "of " + name)
                .setLinux(
                        LinuxContainerConfig.newBuilder()
                                .setSecurityContext(
                                        LinuxContainerSecurityContext.newBuilder()
                                                .setNamespaceOptions(
                                                        NamespaceOption.newBuilder()
                                                                .setNetwork(NamespaceMode.NODE)
                                                                .setPid(NamespaceMode.CONTAINER))));
    }

    /// A container that runs a line of shell.
    static ContainerConfig.Builder shell(String name, String line) {
        return container(name, "sh", "-c", line);
    }

    /// A container whose security is to be otherwise.
    static ContainerConfig secured(
            ContainerConfig.Builder config, LinuxContainerSecurityContext.Builder security) {
        return config.setLinux(
                        LinuxContainerConfig.newBuilder()
                                .setSecurityContext(
                                        security.setNamespaceOptions(
                                                NamespaceOption.newBuilder()
                                                        .setNetwork(NamespaceMode.NODE)
                                                        .setPid(NamespaceMode.CONTAINER))))
                .build();
    }
}
