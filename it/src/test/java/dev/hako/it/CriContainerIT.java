package dev.hako.it;

import static dev.hako.it.CriNode.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerFilter;
import dev.hako.cri.v1.ContainerState;
import dev.hako.cri.v1.ContainerStateValue;
import dev.hako.cri.v1.ContainerStatus;
import dev.hako.cri.v1.Int64Value;
import dev.hako.cri.v1.KeyValue;
import dev.hako.cri.v1.LinuxContainerResources;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.ListContainersRequest;
import dev.hako.cri.v1.Mount;
import dev.hako.cri.v1.RemoveContainerRequest;
import dev.hako.cri.v1.Signal;
import dev.hako.cri.v1.StopContainerRequest;
import dev.hako.cri.v1.UpdateContainerResourcesRequest;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Containers as the kubelet has them, over the real socket.
@NeedsRoot
class CriContainerIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Hako HAKO = Hako.ofThisUser();
    private static final CriNode NODE = CriNode.start(HAKO);
    private static final String NOBODY = "f".repeat(64);
    private static int count;
    private static String pod;
    @TempDir static Path folder;

    @BeforeAll
    static void makePod() {
        var config = CriConfigs.pod("shop");
        config.getLinuxBuilder().getSecurityContextBuilder().setPrivileged(true);
        pod = NODE.pod(config.build());
    }

    @AfterAll
    static void leaveNothing() {
        NODE.close();
    }

    private static ContainerConfig.Builder shell(String line) {
        return CriConfigs.shell("c" + ++count, line);
    }

    /// Runs a line of shell in a container to its end, and answers what it has written.
    private static String said(ContainerConfig config) {
        return NODE.said(pod, config);
    }

    private static void stop(String id, long seconds) {
        var _ =
                NODE.runtime()
                        .stopContainer(
                                StopContainerRequest.newBuilder()
                                        .setContainerId(id)
                                        .setTimeout(seconds)
                                        .build());
    }

    private static void remove(String id) {
        var _ =
                NODE.runtime()
                        .removeContainer(
                                RemoveContainerRequest.newBuilder().setContainerId(id).build());
    }

    private static List<String> listed(ContainerFilter.Builder filter) {
        return NODE
                .runtime()
                .listContainers(ListContainersRequest.newBuilder().setFilter(filter).build())
                .getContainersList()
                .stream()
                .map(container -> container.getId())
                .toList();
    }

    @Test
    void aContainerGoesThroughItsLife() {
        ContainerConfig config = shell("sleep 1000").putLabels("of", "life").build();
        String id = NODE.create(pod, config);
        ContainerStatus created = NODE.container(id);
        assertThat(created.getState()).isEqualTo(ContainerState.CONTAINER_CREATED);
        assertThat(created.getMetadata()).isEqualTo(config.getMetadata());
        assertThat(created.getImage().getImage()).isEqualTo("host");
        assertThat(created.getAnnotationsMap()).isEqualTo(config.getAnnotationsMap());
        NODE.start(id);
        ContainerStatus running = NODE.container(id);
        assertThat(running.getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
        assertThat(running.getStartedAt()).isGreaterThanOrEqualTo(created.getCreatedAt());
        assertThat(running.getUser().getLinux().getUid()).isZero();
        assertCode(Status.Code.FAILED_PRECONDITION, () -> NODE.start(id));
        assertThat(listed(ContainerFilter.newBuilder().putLabelSelector("of", "life")))
                .containsExactly(id);
        assertThat(listed(ContainerFilter.newBuilder().setId(id.substring(0, 9))))
                .containsExactly(id);
        assertThat(listed(ContainerFilter.newBuilder().setPodSandboxId(NOBODY))).isEmpty();
        assertThat(listed(state(id, ContainerState.CONTAINER_EXITED))).isEmpty();
        stop(id, 0);
        stop(id, 0);
        ContainerStatus exited = NODE.container(id);
        assertThat(exited.getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
        assertThat(exited.getReason()).isEqualTo("Error");
        assertThat(exited.getFinishedAt()).isGreaterThan(running.getStartedAt());
        assertThat(listed(state(id, ContainerState.CONTAINER_EXITED))).containsExactly(id);
        assertCode(Status.Code.FAILED_PRECONDITION, () -> NODE.start(id));
        remove(id);
        remove(id);
        assertCode(Status.Code.NOT_FOUND, () -> NODE.container(id));
    }

    private static ContainerFilter.Builder state(String id, ContainerState state) {
        return ContainerFilter.newBuilder()
                .setId(id)
                .setState(ContainerStateValue.newBuilder().setState(state));
    }

    @Test
    void anEndIsToldWithItsReason() {
        ContainerStatus good = NODE.ended(NODE.run(pod, shell("exit 0").build()));
        assertThat(good.getReason()).isEqualTo("Completed");
        ContainerStatus bad = NODE.ended(NODE.run(pod, shell("exit 7").build()));
        assertThat(bad.getReason()).isEqualTo("Error");
        assertThat(bad.getExitCode()).isEqualTo(7);
        assertThat(bad.getFinishedAt()).isGreaterThanOrEqualTo(bad.getStartedAt());
    }

    @Test
    void aProgramThatIsNotThereIsTold() {
        String id =
                NODE.create(pod, CriConfigs.container("c" + ++count, "/no/such/program").build());
        assertCode(Status.Code.INVALID_ARGUMENT, () -> NODE.start(id));
        ContainerStatus status = NODE.container(id);
        assertThat(status.getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
        assertThat(status.getReason()).isEqualTo("StartError");
        assertThat(status.getExitCode()).isEqualTo(128);
        assertThat(status.getMessage()).contains("/no/such/program");
    }

    @Test
    void aContainerIsStoppedByItsSignalInItsTime() {
        String polite =
                NODE.run(
                        pod,
                        shell("trap 'exit 3' USR1; echo ready; while :; do sleep 0.05; done")
                                .setStopSignal(Signal.SIGNAL_SIGUSR1)
                                .build());
        Await.until(
                "the trap",
                DEADLINE,
                () -> HAKO.shell("hako logs " + polite).output().contains("ready"));
        assertThat(NODE.container(polite).getStopSignal()).isEqualTo(Signal.SIGNAL_SIGUSR1);
        stop(polite, 30);
        assertThat(NODE.container(polite).getExitCode()).isEqualTo(3);
        String deaf = NODE.run(pod, shell("trap '' TERM; while :; do sleep 0.05; done").build());
        stop(deaf, 1);
        assertThat(NODE.container(deaf).getExitCode()).isEqualTo(137);
        stop(NOBODY, 1);
        remove(NOBODY);
    }

    @Test
    void theProgramIsRunAsItWasAskedFor() {
        ContainerConfig.Builder config =
                CriConfigs.container("c" + ++count, "sh", "-c")
                        .addArgs("echo $PWD $GREETING; id -u; id -g; id -G")
                        .setWorkingDir("/tmp")
                        .addEnvs(
                                KeyValue.newBuilder()
                                        .setKey("GREETING")
                                        .setValue(ByteString.copyFromUtf8("hello")));
        LinuxContainerSecurityContext.Builder security =
                LinuxContainerSecurityContext.newBuilder()
                        .setRunAsUser(Int64Value.newBuilder().setValue(1234))
                        .setRunAsGroup(Int64Value.newBuilder().setValue(2345))
                        .addSupplementalGroups(3456);
        assertThat(said(CriConfigs.secured(config, security)).lines())
                .containsExactly("/tmp hello", "1234", "2345", "2345 3456");
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () ->
                        NODE.create(
                                pod,
                                CriConfigs.secured(
                                        shell("true"),
                                        LinuxContainerSecurityContext.newBuilder()
                                                .setRunAsGroup(
                                                        Int64Value.newBuilder().setValue(1)))));
    }

    @Test
    void mountsAreShownAsAsked() throws Exception {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.writeString(shared.resolve("file"), "seen");
        Mount.Builder mount =
                Mount.newBuilder().setHostPath(shared.toString()).setContainerPath("/mnt/shared");
        assertThat(said(shell("cat /mnt/shared/file").addMounts(mount).build())).isEqualTo("seen");
        assertThat(
                        said(
                                shell("touch /mnt/shared/new 2>/dev/null || echo ro")
                                        .addMounts(mount.setReadonly(true))
                                        .build()))
                .isEqualTo("ro");
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () ->
                        NODE.create(
                                pod,
                                shell("true")
                                        .addMounts(
                                                mount.setReadonly(false).setRecursiveReadOnly(true))
                                        .build()));
    }

    @Test
    void limitsAreSetAndChangedWhileItRuns() {
        ContainerConfig.Builder config = shell("sleep 1000");
        config.getLinuxBuilder()
                .setResources(
                        LinuxContainerResources.newBuilder()
                                .setMemoryLimitInBytes(64 << 20)
                                .setCpuShares(512));
        String id = NODE.run(pod, config.build());
        assertThat(memoryLimit(id)).isEqualTo(64 << 20);
        var _ =
                NODE.runtime()
                        .updateContainerResources(
                                UpdateContainerResourcesRequest.newBuilder()
                                        .setContainerId(id)
                                        .setLinux(
                                                LinuxContainerResources.newBuilder()
                                                        .setMemoryLimitInBytes(96 << 20))
                                        .build());
        assertThat(memoryLimit(id)).isEqualTo(96 << 20);
        var told = NODE.container(id).getResources().getLinux();
        assertThat(told.getMemoryLimitInBytes()).isEqualTo(96 << 20);
        assertThat(told.getCpuShares()).isEqualTo(512);
        assertCode(
                Status.Code.NOT_FOUND,
                () ->
                        NODE.runtime()
                                .updateContainerResources(
                                        UpdateContainerResourcesRequest.newBuilder()
                                                .setContainerId(NOBODY)
                                                .build()));
    }

    private static long memoryLimit(String id) {
        String found =
                HAKO.shell(
                                "cat $(find /sys/fs/cgroup -path '*%1$s/memory.limit_in_bytes'"
                                                .formatted(id)
                                        + " -o -path '*%1$s/memory.max')".formatted(id))
                        .output();
        return Long.parseLong(found.strip());
    }

    @Test
    void whatRunsOutOfMemoryIsToldSo() {
        ContainerConfig.Builder config = shell("exec tail /dev/zero");
        config.getLinuxBuilder()
                .setResources(
                        LinuxContainerResources.newBuilder()
                                .setMemoryLimitInBytes(16 << 20)
                                .setMemorySwapLimitInBytes(16 << 20));
        ContainerStatus end = NODE.ended(NODE.run(pod, config.build()));
        assertThat(end.getReason()).isEqualTo("OOMKilled");
        assertThat(end.getExitCode()).isEqualTo(137);
    }

    @Test
    void whatCannotBeIsRefusedByItsCode() {
        assertCode(Status.Code.NOT_FOUND, () -> NODE.create(NOBODY, shell("true").build()));
        assertCode(Status.Code.NOT_FOUND, () -> NODE.container(NOBODY));
        assertCode(Status.Code.NOT_FOUND, () -> NODE.start(NOBODY));
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () -> NODE.create(pod, ContainerConfig.getDefaultInstance()));
        ContainerConfig.Builder unknown = shell("true");
        unknown.getImageBuilder().setImage("no-such-image:1");
        assertCode(Status.Code.NOT_FOUND, () -> NODE.create(pod, unknown.build()));
        ContainerConfig twice = shell("true").build();
        String _ = NODE.create(pod, twice);
        assertCode(Status.Code.ALREADY_EXISTS, () -> NODE.create(pod, twice));
    }

    @Test
    void othersContainersAreNotShown() {
        HAKO.answer("run", "-d", "--name", "mine", "host", "sleep", "1000");
        String id = HAKO.answer("inspect", "-f", "{{.Id}}", "mine");
        assertThat(listed(ContainerFilter.newBuilder())).doesNotContain(id);
        assertCode(Status.Code.NOT_FOUND, () -> NODE.container(id));
        stop(id, 0);
        remove(id);
        assertThat(HAKO.answer("inspect", "-f", "{{.State.Status}}", "mine")).isEqualTo("running");
        HAKO.answer("rm", "-f", "mine");
    }
}
