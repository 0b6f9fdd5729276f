package dev.hako.door.cri.rehearsal;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerMetadata;
import dev.hako.cri.v1.ImageSpec;
import dev.hako.cri.v1.LinuxContainerConfig;
import dev.hako.cri.v1.LinuxContainerResources;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.LinuxPodSandboxConfig;
import dev.hako.cri.v1.LinuxSandboxSecurityContext;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxMetadata;
import java.nio.file.Path;

/// One pod that is asked for, with a container of the image that every machine has.
///
/// @param logs the folder for what it writes
record Part(int number, Path logs) {
    private static final long MEMORY_BYTES = 64L << 20;

    PodSandboxConfig pod() {
        return PodSandboxConfig.newBuilder()
                .setMetadata(
                        PodSandboxMetadata.newBuilder()
                                .setName(name())
                                .setNamespace("rehearsal")
                                .setUid(name()))
                .setLogDirectory(logs.resolve(name()).toString())
                .putLabels("io.kubernetes.pod.name", name())
                .setLinux(
                        LinuxPodSandboxConfig.newBuilder()
                                .setSecurityContext(
                                        LinuxSandboxSecurityContext.newBuilder()
                                                .setNamespaceOptions(namespaces())))
                .build();
    }

    ContainerConfig container() {
        return ContainerConfig.newBuilder()
                .setMetadata(ContainerMetadata.newBuilder().setName("one"))
                .setImage(ImageSpec.newBuilder().setImage("host"))
                .addCommand("sleep")
                .addArgs("60")
                .setLogPath("one.log")
                .putLabels("io.kubernetes.container.name", "one")
                .setLinux(
                        LinuxContainerConfig.newBuilder()
                                .setResources(
                                        LinuxContainerResources.newBuilder()
                                                .setMemoryLimitInBytes(MEMORY_BYTES))
                                .setSecurityContext(
                                        LinuxContainerSecurityContext.newBuilder()
                                                .setNamespaceOptions(namespaces())))
                .build();
    }

    private String name() {
        return "pod" + number;
    }

    private NamespaceOption namespaces() {
        return NamespaceOption.newBuilder()
                .setNetwork(NamespaceMode.NODE)
                .setPid(NamespaceMode.CONTAINER)
                .build();
    }
}
