package dev.hako.it;

import static dev.hako.it.CriNode.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.ContainerState;
import dev.hako.cri.v1.ListPodSandboxRequest;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandbox;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxFilter;
import dev.hako.cri.v1.PodSandboxMetadata;
import dev.hako.cri.v1.PodSandboxState;
import dev.hako.cri.v1.PodSandboxStateValue;
import dev.hako.cri.v1.RunPodSandboxRequest;
import dev.hako.cri.v1.RuntimeConfigRequest;
import dev.hako.cri.v1.StatusRequest;
import dev.hako.cri.v1.UpdatePodSandboxResourcesRequest;
import dev.hako.cri.v1.UpdateRuntimeConfigRequest;
import dev.hako.cri.v1.UserNamespace;
import dev.hako.cri.v1.VersionRequest;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Pods as the kubelet has them, over the real socket.
@NeedsRoot
class CriPodIT {
    private static final Hako HAKO = Hako.ofThisUser();
    private static final CriNode NODE = CriNode.start(HAKO);
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String NOBODY = "f".repeat(64);

    @AfterAll
    static void leaveNothing() {
        NODE.close();
    }

    @AfterEach
    void removeAll() {
        NODE.empty();
    }

    private static List<String> listed(PodSandboxFilter.Builder filter) {
        return NODE
                .runtime()
                .listPodSandbox(ListPodSandboxRequest.newBuilder().setFilter(filter).build())
                .getItemsList()
                .stream()
                .map(PodSandbox::getId)
                .toList();
    }

    @Test
    void theRuntimeTellsOfItself() {
        var version = NODE.runtime().version(VersionRequest.getDefaultInstance());
        assertThat(version.getRuntimeName()).isEqualTo("hako");
        assertThat(version.getRuntimeApiVersion()).isEqualTo("v1");
        var status = NODE.runtime().status(StatusRequest.getDefaultInstance());
        assertThat(status.getStatus().getConditionsList())
                .extracting(condition -> condition.getType() + " " + condition.getStatus())
                .containsExactly("RuntimeReady true", "NetworkReady true");
        assertThat(status.getRuntimeHandlersList())
                .extracting(handler -> handler.getName())
                .contains("", "namespace");
        assertThat(
                        NODE.runtime()
                                .runtimeConfig(RuntimeConfigRequest.getDefaultInstance())
                                .getLinux()
                                .getCgroupDriver()
                                .name())
                .isEqualTo("CGROUPFS");
        assertThat(
                        NODE.runtime()
                                .updateRuntimeConfig(
                                        UpdateRuntimeConfigRequest.getDefaultInstance()))
                .isNotNull();
    }

    @Test
    void theSocketIsItsOwnersAndItsGroups() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(NODE.socket())))
                .isEqualTo("rw-rw----");
    }

    @Test
    void aPodIsListedAndToldOfAsItWasAskedFor() {
        String id = NODE.pod(CriConfigs.pod("shop").build());
        var status = NODE.sandbox(id);
        assertThat(status.getMetadata().getName()).isEqualTo("shop");
        assertThat(status.getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
        assertThat(status.getLabelsMap()).containsExactly(java.util.Map.entry("pod", "shop"));
        assertThat(status.getAnnotationsMap()).containsEntry("said", "of shop");
        assertThat(status.getCreatedAt()).isPositive();
        assertThat(status.getLinux().getNamespaces().getOptions().getNetwork())
                .isEqualTo(NamespaceMode.NODE);
        assertThat(listed(PodSandboxFilter.newBuilder().setId(id.substring(0, 10))))
                .containsExactly(id);
        assertThat(listed(PodSandboxFilter.newBuilder().putLabelSelector("pod", "shop")))
                .containsExactly(id);
        assertThat(listed(PodSandboxFilter.newBuilder().putLabelSelector("pod", "other")))
                .isEmpty();
        assertThat(listed(notReady())).isEmpty();
        NODE.stopPod(id);
        assertThat(listed(notReady())).containsExactly(id);
    }

    private static PodSandboxFilter.Builder notReady() {
        return PodSandboxFilter.newBuilder()
                .setState(
                        PodSandboxStateValue.newBuilder()
                                .setState(PodSandboxState.SANDBOX_NOTREADY));
    }

    @Test
    void stoppingAndRemovingTwiceIsNoError() {
        String id = NODE.pod(CriConfigs.pod("shop").build());
        NODE.stopPod(id);
        NODE.stopPod(id);
        assertThat(NODE.sandbox(id).getState()).isEqualTo(PodSandboxState.SANDBOX_NOTREADY);
        NODE.removePod(id);
        NODE.removePod(id);
        NODE.stopPod(id);
        assertCode(Status.Code.NOT_FOUND, () -> NODE.sandbox(id));
    }

    @Test
    void thereIsOnePodOfEachAttempt() {
        PodSandboxConfig config = CriConfigs.pod("shop").build();
        NODE.pod(config);
        assertCode(Status.Code.ALREADY_EXISTS, () -> NODE.pod(config));
        PodSandboxMetadata next = config.getMetadata().toBuilder().setAttempt(1).build();
        assertThat(NODE.pod(config.toBuilder().setMetadata(next).build())).isNotEmpty();
    }

    @Test
    void whatCannotBeIsRefusedByItsCode() {
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () -> NODE.pod(PodSandboxConfig.getDefaultInstance()));
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () ->
                        NODE.runtime()
                                .runPodSandbox(
                                        RunPodSandboxRequest.newBuilder()
                                                .setConfig(CriConfigs.pod("shop"))
                                                .setRuntimeHandler("moon")
                                                .build()));
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () ->
                        NODE.pod(
                                CriConfigs.pod(
                                                "shop",
                                                NamespaceOption.newBuilder()
                                                        .setNetwork(NamespaceMode.NODE)
                                                        .setUsernsOptions(
                                                                UserNamespace.newBuilder()
                                                                        .setMode(NamespaceMode.POD))
                                                        .build())
                                        .build()));
        assertCode(Status.Code.NOT_FOUND, () -> NODE.sandbox(NOBODY));
        assertCode(
                Status.Code.NOT_FOUND,
                () ->
                        NODE.runtime()
                                .updatePodSandboxResources(
                                        UpdatePodSandboxResourcesRequest.newBuilder()
                                                .setPodSandboxId(NOBODY)
                                                .build()));
        assertThat(NODE.runtime().listPodSandbox(ListPodSandboxRequest.getDefaultInstance()))
                .extracting(list -> list.getItemsCount())
                .isEqualTo(0);
    }

    @Test
    void containersAreBelowTheControlGroupThatTheKubeletNames() throws Exception {
        String parent = "/hako-it-" + Long.toString(System.nanoTime(), 36) + "/pod";
        PodSandboxConfig.Builder config = CriConfigs.pod("shop");
        config.getLinuxBuilder().setCgroupParent(parent);
        String pod = NODE.pod(config.build());
        String id = NODE.run(pod, CriConfigs.container("till", "cat", "/proc/self/cgroup").build());
        NODE.ended(id);
        String seen = NODE.run(pod, CriConfigs.container("open", "sleep", "1000").build());
        String groups =
                HAKO.shell("cat /proc/$(hako inspect -f '{{.State.Pid}}' " + seen + ")/cgroup")
                        .output();
        assertThat(groups).contains(parent + "/" + seen);
        NODE.stopPod(pod);
        NODE.removePod(pod);
        assertThat(HAKO.shell("find /sys/fs/cgroup -name " + seen).output()).isEmpty();
        HAKO.shell("find /sys/fs/cgroup -path '*" + parent + "' -exec rmdir {} +");
        HAKO.shell("rmdir /sys/fs/cgroup/*" + Path.of(parent).getParent());
    }

    @Test
    void containersOfAPodShareWhatThePodSays() {
        NamespaceOption shared =
                NamespaceOption.newBuilder().setNetwork(NamespaceMode.NODE).build();
        String pod = NODE.pod(CriConfigs.pod("shop", shared).build());
        String first = NODE.run(pod, CriConfigs.container("one", "sleep", "1000").build());
        String second = NODE.run(pod, CriConfigs.container("two", "sleep", "1000").build());
        for (String type : List.of("ipc", "pid")) {
            assertThat(namespace(first, type)).isEqualTo(namespace(second, type));
            assertThat(namespace(first, type))
                    .isNotEqualTo(HAKO.shell("readlink /proc/self/ns/" + type).output());
        }
        assertThat(namespace(first, "uts"))
                .isEqualTo(HAKO.shell("readlink /proc/self/ns/uts").output());
        assertThat(namespace(first, "mnt")).isNotEqualTo(namespace(second, "mnt"));
    }

    private static String namespace(String container, String type) {
        return HAKO.shell(
                        "readlink /proc/$(hako inspect -f '{{.State.Pid}}' %s)/ns/%s"
                                .formatted(container, type))
                .output();
    }

    @Test
    void nothingIsStartedInAPodThatWasStopped() {
        String pod = NODE.pod(CriConfigs.pod("shop").build());
        String made = NODE.create(pod, CriConfigs.container("one", "sleep", "1000").build());
        String running = NODE.run(pod, CriConfigs.container("two", "sleep", "1000").build());
        NODE.stopPod(pod);
        assertThat(NODE.container(running).getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
        assertCode(Status.Code.FAILED_PRECONDITION, () -> NODE.start(made));
        assertCode(
                Status.Code.FAILED_PRECONDITION,
                () -> NODE.create(pod, CriConfigs.container("three", "true").build()));
    }

    @Test
    void aPodThatNobodyWaitsForIsNotMade() {
        Traces traces = new Traces(HAKO);
        for (int millis = 1; millis <= 40; millis++) {
            RunPodSandboxRequest request =
                    RunPodSandboxRequest.newBuilder()
                            .setConfig(CriConfigs.pod("shop" + millis))
                            .build();
            try {
                String made =
                        NODE.runtime()
                                .withDeadlineAfter(millis, TimeUnit.MILLISECONDS)
                                .runPodSandbox(request)
                                .getPodSandboxId();
                NODE.removePod(made);
            } catch (StatusRuntimeException e) {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            }
        }
        // An answer that crossed the deadline has made its pod, whose id nobody has heard.
        Await.until(
                "that nothing is left",
                DEADLINE,
                () -> {
                    NODE.empty();
                    return traces.all().isEmpty();
                });
    }
}
