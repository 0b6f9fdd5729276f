package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.CgroupDriver;
import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerEventResponse;
import dev.hako.cri.v1.ContainerEventType;
import dev.hako.cri.v1.ContainerState;
import dev.hako.cri.v1.ContainerStatsRequest;
import dev.hako.cri.v1.CreateContainerRequest;
import dev.hako.cri.v1.ExecSyncRequest;
import dev.hako.cri.v1.ExecSyncResponse;
import dev.hako.cri.v1.GetEventsRequest;
import dev.hako.cri.v1.ImageFsInfoRequest;
import dev.hako.cri.v1.ImageSpec;
import dev.hako.cri.v1.ImageStatusRequest;
import dev.hako.cri.v1.LinuxContainerResources;
import dev.hako.cri.v1.ListContainerStatsRequest;
import dev.hako.cri.v1.ListContainersRequest;
import dev.hako.cri.v1.ListImagesRequest;
import dev.hako.cri.v1.ListMetricDescriptorsRequest;
import dev.hako.cri.v1.ListPodSandboxRequest;
import dev.hako.cri.v1.ListPodSandboxStatsRequest;
import dev.hako.cri.v1.NetworkConfig;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxState;
import dev.hako.cri.v1.PodSandboxStatsRequest;
import dev.hako.cri.v1.PullImageRequest;
import dev.hako.cri.v1.RemoveContainerRequest;
import dev.hako.cri.v1.RemoveImageRequest;
import dev.hako.cri.v1.ReopenContainerLogRequest;
import dev.hako.cri.v1.RuntimeConfig;
import dev.hako.cri.v1.RuntimeConfigRequest;
import dev.hako.cri.v1.StatusRequest;
import dev.hako.cri.v1.StatusResponse;
import dev.hako.cri.v1.StopContainerRequest;
import dev.hako.cri.v1.UpdateContainerResourcesRequest;
import dev.hako.cri.v1.UpdatePodSandboxResourcesRequest;
import dev.hako.cri.v1.UpdateRuntimeConfigRequest;
import dev.hako.cri.v1.VersionRequest;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestRegistry;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a kubelet asks from its start on, in its order: it looks around, runs a static pod, looks
/// after it, and evicts it.
@NeedsRoot
@NeedsProgram({"docker-registry", "skopeo", "umoci", "busybox"})
class CriKubeletIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String GROUP = "/hako-kubelet-" + ProcessHandle.current().pid();

    private final Hako hako = Hako.ofThisUser();
    private final CriNode node = CriNode.start(hako);
    private final Queue<ContainerEventResponse> events = new ConcurrentLinkedQueue<>();
    @TempDir Path folder;

    @Test
    void aStaticPodIsRunLookedAfterAndEvicted() throws Exception {
        String left;
        makeGroup();
        try (TestRegistry registry = new RegistrySetup(folder.resolve("registry")).start()) {
            Thread watching = looksAround();
            String image = pulls(registry);
            KubeletConfigs configs = new KubeletConfigs(folder, GROUP + "/pod1", image);
            String pod = runsThePod(configs);
            runsTheInitContainer(pod, configs);
            String app = runsTheApp(pod, configs);
            probes(app);
            measures(pod, app);
            resizes(pod, app);
            rotates(app, configs);
            evicts(pod, app);
            removes(image);
            watching.interrupt();
        } finally {
            node.empty();
            hako.shell(
                    "find /sys/fs/cgroup -depth -path '*" + GROUP + "*' -type d -exec rmdir {} +");
            left = hako.shell("find /sys/fs/cgroup -path '*" + GROUP + "*'").output();
            node.close();
        }
        assertThat(left).isEmpty();
    }

    private void makeGroup() {
        hako.shell(
                "for h in /sys/fs/cgroup/*/; do [ -e $h/cgroup.procs ] && mkdir -p $h%s/pod1; done"
                        .formatted(GROUP));
    }

    /// What it wants to know before it does anything.
    private Thread looksAround() {
        assertThat(
                        node.runtime()
                                .version(VersionRequest.newBuilder().setVersion("0.1.0").build())
                                .getRuntimeApiVersion())
                .isEqualTo("v1");
        StatusResponse status =
                node.runtime().status(StatusRequest.newBuilder().setVerbose(true).build());
        assertThat(status.getStatus().getConditionsList())
                .hasSize(2)
                .allMatch(condition -> condition.getStatus());
        assertThat(status.getFeatures().getSupplementalGroupsPolicy()).isTrue();
        assertThat(status.getInfoMap()).containsKey("config");
        assertThat(
                        node.runtime()
                                .runtimeConfig(RuntimeConfigRequest.getDefaultInstance())
                                .getLinux()
                                .getCgroupDriver())
                .isEqualTo(CgroupDriver.CGROUPFS);
        assertThat(
                        node.images()
                                .imageFsInfo(ImageFsInfoRequest.getDefaultInstance())
                                .getImageFilesystemsCount())
                .isEqualTo(1);
        assertThat(
                        node.runtime()
                                .listPodSandbox(ListPodSandboxRequest.getDefaultInstance())
                                .getItemsCount())
                .isZero();
        assertThat(
                        node.runtime()
                                .listContainers(ListContainersRequest.getDefaultInstance())
                                .getContainersCount())
                .isZero();
        assertThat(
                        node.runtime()
                                .listMetricDescriptors(
                                        ListMetricDescriptorsRequest.getDefaultInstance())
                                .getDescriptorsList())
                .isNotEmpty();
        Iterator<ContainerEventResponse> told =
                node.runtime()
                        .withDeadlineAfter(1, TimeUnit.HOURS)
                        .getContainerEvents(GetEventsRequest.getDefaultInstance());
        var _ =
                node.runtime()
                        .updateRuntimeConfig(
                                UpdateRuntimeConfigRequest.newBuilder()
                                        .setRuntimeConfig(
                                                RuntimeConfig.newBuilder()
                                                        .setNetworkConfig(
                                                                NetworkConfig.newBuilder()
                                                                        .setPodCidr(
                                                                                "10.244.0.0/24")))
                                        .build());
        return Thread.startVirtualThread(() -> watch(told));
    }

    private void watch(Iterator<ContainerEventResponse> told) {
        try {
            told.forEachRemaining(events::add);
        } catch (StatusRuntimeException over) {
            // The channel was closed.
        }
    }

    private void awaitEvent(String id, ContainerEventType type) {
        Await.until(
                type + " of " + id,
                DEADLINE,
                () ->
                        events.stream()
                                .anyMatch(event ->
                                        event.getContainerId().equals(id)
                                                && event.getContainerEventType() == type));
    }

    private String pulls(TestRegistry registry) throws Exception {
        BusyboxLayout.make(hako.place(), 0);
        String name = registry.reference("team/box:1");
        hako.shell(
                "skopeo copy -q --dest-tls-verify=false oci:layout:v1 docker://%s".formatted(name));
        ImageSpec spec = ImageSpec.newBuilder().setImage(name).build();
        assertThat(
                        node.images()
                                .imageStatus(ImageStatusRequest.newBuilder().setImage(spec).build())
                                .hasImage())
                .isFalse();
        String ref =
                node.images()
                        .pullImage(PullImageRequest.newBuilder().setImage(spec).build())
                        .getImageRef();
        assertThat(
                        node.images()
                                .imageStatus(ImageStatusRequest.newBuilder().setImage(spec).build())
                                .getImage()
                                .getId())
                .isEqualTo(ref);
        var use =
                node.images()
                        .imageFsInfo(ImageFsInfoRequest.getDefaultInstance())
                        .getImageFilesystems(0);
        assertThat(use.getUsedBytes().getValue()).isPositive();
        assertThat(use.getInodesUsed().getValue()).isPositive();
        return ref;
    }

    private String runsThePod(KubeletConfigs configs) {
        String pod = node.pod(configs.pod());
        assertThat(node.sandbox(pod).getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
        awaitEvent(pod, ContainerEventType.CONTAINER_STARTED_EVENT);
        return pod;
    }

    private String create(String pod, ContainerConfig config, PodSandboxConfig said) {
        return node.runtime()
                .createContainer(
                        CreateContainerRequest.newBuilder()
                                .setPodSandboxId(pod)
                                .setConfig(config)
                                .setSandboxConfig(said)
                                .build())
                .getContainerId();
    }

    private void runsTheInitContainer(String pod, KubeletConfigs configs) throws Exception {
        String id =
                create(
                        pod,
                        configs.container(
                                "init", "cat /var/run/secrets/token > /cache/token; echo made"),
                        configs.pod());
        node.start(id);
        awaitEvent(id, ContainerEventType.CONTAINER_STOPPED_EVENT);
        assertThat(node.container(id).getReason()).isEqualTo("Completed");
        assertThat(configs.logs().resolve("init/0.log")).content().endsWith(" stdout F made\n");
    }

    /// The image has a signal of its own.
    private String runsTheApp(String pod, KubeletConfigs configs) throws Exception {
        String line =
                "trap 'echo bye > /dev/termination-log; exit 0' USR1; cat /cache/token; echo; cat"
                        + " /etc/hosts; i=0; while :; do echo line $i; i=$((i+1)); sleep 0.05; done";
        String id = create(pod, configs.container("app", line), configs.pod());
        node.start(id);
        awaitEvent(id, ContainerEventType.CONTAINER_STARTED_EVENT);
        Path log = configs.logs().resolve("app/0.log");
        Await.until(
                "its first lines",
                DEADLINE,
                () -> Files.exists(log) && Files.readString(log).contains(" stdout F line 0"));
        assertThat(log).content().contains(" F sesame\n", " F 127.0.0.1\tlocalhost\n");
        return id;
    }

    private ExecSyncResponse exec(String id, String line) {
        return node.runtime()
                .execSync(
                        ExecSyncRequest.newBuilder()
                                .setContainerId(id)
                                .addAllCmd(List.of("/bin/sh", "-c", line))
                                .setTimeout(1)
                                .build());
    }

    private void probes(String id) {
        assertThat(exec(id, "test -e /cache/token").getExitCode()).isZero();
        assertThat(exec(id, "echo why >&2; exit 3"))
                .matches(answer -> answer.getExitCode() == 3)
                .matches(answer -> answer.getStderr().toStringUtf8().equals("why\n"));
        CriNode.assertCode(
                io.grpc.Status.Code.DEADLINE_EXCEEDED, () -> exec(id, "exec sleep 1000"));
    }

    private void measures(String pod, String id) {
        var one =
                node.runtime()
                        .containerStats(
                                ContainerStatsRequest.newBuilder().setContainerId(id).build())
                        .getStats();
        assertThat(one.getMemory().getWorkingSetBytes().getValue()).isPositive();
        assertThat(
                        node.runtime()
                                .podSandboxStats(
                                        PodSandboxStatsRequest.newBuilder()
                                                .setPodSandboxId(pod)
                                                .build())
                                .getStats()
                                .getLinux()
                                .getProcess()
                                .getProcessCount()
                                .getValue())
                .isPositive();
        assertThat(
                        node.runtime()
                                .listContainerStats(ListContainerStatsRequest.getDefaultInstance())
                                .getStatsCount())
                .isEqualTo(1);
        assertThat(
                        node.runtime()
                                .listPodSandboxStats(
                                        ListPodSandboxStatsRequest.getDefaultInstance())
                                .getStatsCount())
                .isEqualTo(1);
    }

    /// In place, as since Kubernetes 1.33: the container, and then its pod.
    private void resizes(String pod, String id) {
        LinuxContainerResources more =
                KubeletConfigs.resources()
                        .setMemoryLimitInBytes(96 << 20)
                        .setMemorySwapLimitInBytes(96 << 20)
                        .build();
        var _ =
                node.runtime()
                        .updateContainerResources(
                                UpdateContainerResourcesRequest.newBuilder()
                                        .setContainerId(id)
                                        .setLinux(more)
                                        .build());
        var _ =
                node.runtime()
                        .updatePodSandboxResources(
                                UpdatePodSandboxResourcesRequest.newBuilder()
                                        .setPodSandboxId(pod)
                                        .setOverhead(LinuxContainerResources.getDefaultInstance())
                                        .setResources(more)
                                        .build());
        assertThat(node.container(id).getResources().getLinux().getMemoryLimitInBytes())
                .isEqualTo(96 << 20);
        assertThat(
                        hako.shell(
                                        "cat /sys/fs/cgroup/memory%1$s/pod1/memory.limit_in_bytes /sys/fs/cgroup%1$s/pod1/memory.max 2>/dev/null"
                                                .formatted(GROUP))
                                .output()
                                .strip())
                .isEqualTo(String.valueOf(96 << 20));
    }

    private void rotates(String id, KubeletConfigs configs) throws Exception {
        Path log = configs.logs().resolve("app/0.log");
        Path old = configs.logs().resolve("app/0.log.20260101-000000");
        Files.move(log, old);
        var _ =
                node.runtime()
                        .reopenContainerLog(
                                ReopenContainerLogRequest.newBuilder().setContainerId(id).build());
        Await.until("the new file", DEADLINE, () -> Files.exists(log) && Files.size(log) > 0);
        List<String> lines = LogLines.numbered(old, log);
        assertThat(lines).isEqualTo(LogLines.upTo(lines.size()));
    }

    private void evicts(String pod, String id) {
        var _ =
                node.runtime()
                        .stopContainer(
                                StopContainerRequest.newBuilder()
                                        .setContainerId(id)
                                        .setTimeout(30)
                                        .build());
        awaitEvent(id, ContainerEventType.CONTAINER_STOPPED_EVENT);
        assertThat(node.container(id).getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
        assertThat(node.container(id).getExitCode()).isZero();
        assertThat(folder.resolve("message-app")).hasContent("bye\n");
        node.stopPod(pod);
        assertThat(node.sandbox(pod).getState()).isEqualTo(PodSandboxState.SANDBOX_NOTREADY);
        for (var one :
                node.runtime()
                        .listContainers(ListContainersRequest.getDefaultInstance())
                        .getContainersList()) {
            var _ =
                    node.runtime()
                            .removeContainer(
                                    RemoveContainerRequest.newBuilder()
                                            .setContainerId(one.getId())
                                            .build());
        }
        node.removePod(pod);
        awaitEvent(pod, ContainerEventType.CONTAINER_DELETED_EVENT);
    }

    private void removes(String image) {
        var _ =
                node.images()
                        .removeImage(
                                RemoveImageRequest.newBuilder()
                                        .setImage(ImageSpec.newBuilder().setImage(image))
                                        .build());
        var left = node.images().listImages(ListImagesRequest.getDefaultInstance());
        assertThat(left.getImagesCount()).isZero();
    }
}
