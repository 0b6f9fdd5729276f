package dev.hako.compare.cri;

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
import java.nio.file.Path;

/// What a kubelet wants of a runtime: pods that have a log and a control group.
///
/// @param image of its containers
/// @param network the host's (`NODE`), or one of the pod's own (`POD`)
/// @param cgroupParent the control group that pods are below
/// @param logs the folder that their logs are below
record PodWish(String image, NamespaceMode network, String cgroupParent, String logs) {
    /// On every pod, with the number of the process that made it.
    static final String LABEL = "dev.hako.compare";

    private static final String CONTAINER = "main";

    /// A pod of this name.
    PodSandboxConfig pod(String name) {
        return PodSandboxConfig.newBuilder()
                .setMetadata(
                        PodSandboxMetadata.newBuilder()
                                .setName(name)
                                .setNamespace("compare")
                                .setUid("uid-" + name))
                .setHostname(network == NamespaceMode.NODE ? "" : name)
                .setLogDirectory(logs + "/" + name)
                .putLabels(LABEL, String.valueOf(ProcessHandle.current().pid()))
                .putLabels("io.kubernetes.pod.name", name)
                .putLabels("io.kubernetes.pod.namespace", "compare")
                .putAnnotations("kubernetes.io/config.source", "api")
                .setLinux(
                        LinuxPodSandboxConfig.newBuilder()
                                .setCgroupParent(cgroupParent)
                                .setSecurityContext(
                                        LinuxSandboxSecurityContext.newBuilder()
                                                .setNamespaceOptions(namespaces())))
                .build();
    }

    /// The log of the first container of a pod of this name.
    Path log(String name) {
        return Path.of(logs, name, CONTAINER + "0.log");
    }

    /// A container that does nothing.
    ContainerConfig container(int number) {
        return ContainerConfig.newBuilder()
                .setMetadata(ContainerMetadata.newBuilder().setName(CONTAINER + number))
                .setImage(ImageSpec.newBuilder().setImage(image))
                .setLogPath(CONTAINER + number + ".log")
                .putLabels("io.kubernetes.container.name", CONTAINER)
                .putAnnotations("io.kubernetes.container.restartCount", "0")
                .setLinux(
                        LinuxContainerConfig.newBuilder()
                                .setSecurityContext(
                                        LinuxContainerSecurityContext.newBuilder()
                                                .setNamespaceOptions(namespaces())))
                .build();
    }

    private NamespaceOption namespaces() {
        return NamespaceOption.newBuilder()
                .setNetwork(network)
                .setPid(NamespaceMode.CONTAINER)
                .build();
    }
}
