package dev.hako.it;

import com.google.protobuf.ByteString;
import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerMetadata;
import dev.hako.cri.v1.DNSConfig;
import dev.hako.cri.v1.HugepageLimit;
import dev.hako.cri.v1.ImageSpec;
import dev.hako.cri.v1.KeyValue;
import dev.hako.cri.v1.LinuxContainerConfig;
import dev.hako.cri.v1.LinuxContainerResources;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.LinuxPodSandboxConfig;
import dev.hako.cri.v1.LinuxSandboxSecurityContext;
import dev.hako.cri.v1.Mount;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxMetadata;
import dev.hako.cri.v1.SecurityProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A static pod of the control plane, with all that a kubelet says of such a one.
///
/// @param folder of the kubelet, where it keeps its pods' files
/// @param cgroup that it has made for the pod
/// @param image of all containers
record KubeletConfigs(Path folder, String cgroup, String image) {
    private static final String UID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String POD = "kube-shop-node1";
    private static final String SPACE = "kube-system";
    private static final NamespaceOption NAMESPACES =
            NamespaceOption.newBuilder()
                    .setNetwork(NamespaceMode.NODE)
                    .setPid(NamespaceMode.CONTAINER)
                    .build();

    Path logs() {
        return folder.resolve("logs").resolve(SPACE + "_" + POD + "_" + UID);
    }

    PodSandboxConfig pod() {
        return PodSandboxConfig.newBuilder()
                .setMetadata(
                        PodSandboxMetadata.newBuilder()
                                .setName(POD)
                                .setNamespace(SPACE)
                                .setUid(UID))
                .setLogDirectory(logs().toString())
                .setDnsConfig(
                        DNSConfig.newBuilder()
                                .addServers("10.96.0.10")
                                .addSearches("svc.cluster.local")
                                .addOptions("ndots:5"))
                .putLabels("io.kubernetes.pod.name", POD)
                .putLabels("io.kubernetes.pod.namespace", SPACE)
                .putLabels("io.kubernetes.pod.uid", UID)
                .putAnnotations("kubernetes.io/config.source", "file")
                .setLinux(
                        LinuxPodSandboxConfig.newBuilder()
                                .setCgroupParent(cgroup)
                                .setOverhead(LinuxContainerResources.getDefaultInstance())
                                .setResources(
                                        LinuxContainerResources.newBuilder().setCpuShares(102))
                                .setSecurityContext(
                                        LinuxSandboxSecurityContext.newBuilder()
                                                .setNamespaceOptions(NAMESPACES)
                                                .setSeccomp(standardProfile())))
                .build();
    }

    private static SecurityProfile standardProfile() {
        return SecurityProfile.newBuilder()
                .setProfileType(SecurityProfile.ProfileType.RuntimeDefault)
                .build();
    }

    /// @param line of shell that it runs
    ContainerConfig container(String name, String line) throws IOException {
        Files.createDirectories(logs().resolve(name));
        Files.createDirectories(folder.resolve("volumes/secret"));
        Files.writeString(folder.resolve("volumes/secret/token"), "sesame");
        Files.createDirectories(folder.resolve("volumes/empty"));
        return ContainerConfig.newBuilder()
                .setMetadata(ContainerMetadata.newBuilder().setName(name))
                .setImage(
                        ImageSpec.newBuilder().setImage(image).setUserSpecifiedImage(image).build())
                .addAllCommand(List.of("/bin/sh", "-c", line))
                .addEnvs(variable("KUBERNETES_SERVICE_HOST", "10.96.0.1"))
                .addEnvs(variable("KUBERNETES_SERVICE_PORT", "443"))
                .addMounts(mount("volumes/secret", "/var/run/secrets").setReadonly(true))
                .addMounts(mount("volumes/empty", "/cache"))
                .addMounts(mount(file("hosts", "127.0.0.1\tlocalhost\n"), "/etc/hosts"))
                .addMounts(mount(file("message-" + name, ""), "/dev/termination-log"))
                .setLogPath(name + "/0.log")
                .putLabels("io.kubernetes.container.name", name)
                .putAnnotations("io.kubernetes.container.hash", "5d5d5d5d")
                .putAnnotations("io.kubernetes.container.restartCount", "0")
                .setLinux(
                        LinuxContainerConfig.newBuilder()
                                .setResources(resources())
                                .setSecurityContext(security()))
                .build();
    }

    static LinuxContainerResources.Builder resources() {
        return LinuxContainerResources.newBuilder()
                .setCpuPeriod(100_000)
                .setCpuQuota(200_000)
                .setCpuShares(102)
                .setMemoryLimitInBytes(64 << 20)
                .setMemorySwapLimitInBytes(64 << 20)
                .setOomScoreAdj(979)
                .addHugepageLimits(HugepageLimit.newBuilder().setPageSize("2MB"));
    }

    private static LinuxContainerSecurityContext security() {
        return LinuxContainerSecurityContext.newBuilder()
                .setNamespaceOptions(NAMESPACES)
                .setNoNewPrivs(true)
                .addAllMaskedPaths(
                        List.of("/proc/asound", "/proc/acpi", "/proc/kcore", "/sys/firmware"))
                .addAllReadonlyPaths(List.of("/proc/bus", "/proc/fs", "/proc/sys"))
                .setSeccomp(standardProfile())
                .build();
    }

    private static KeyValue variable(String name, String value) {
        return KeyValue.newBuilder().setKey(name).setValue(ByteString.copyFromUtf8(value)).build();
    }

    private String file(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return name;
    }

    private Mount.Builder mount(String name, String target) {
        return Mount.newBuilder()
                .setHostPath(folder.resolve(name).toString())
                .setContainerPath(target);
    }
}
