package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.ContainerState;
import dev.hako.cri.v1.ContainerStatus;
import dev.hako.cri.v1.ListContainersRequest;
import dev.hako.cri.v1.ListPodSandboxRequest;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxState;
import dev.hako.cri.v1.ReopenContainerLogRequest;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The engine of a node dies, and the next one tells of pods as if nothing had been.
@NeedsRoot
class CriDeathIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Hako hako = Hako.ofThisUser();
    private final Traces traces = new Traces(hako);
    private final CriNode node = CriNode.start(hako);

    @AfterEach
    void leaveNothing() {
        node.close();
    }

    @Test
    void podsAndContainersAreToldOfAsBefore() {
        NamespaceOption shared =
                NamespaceOption.newBuilder().setNetwork(NamespaceMode.NODE).build();
        String pod = node.pod(CriConfigs.pod("shop", shared).build());
        String stopped = node.pod(CriConfigs.pod("closed").build());
        String old = node.run(stopped, CriConfigs.shell("old", "exit 4").build());
        node.ended(old);
        node.stopPod(stopped);
        String running = node.run(pod, CriConfigs.container("till", "sleep", "1000").build());
        String created = node.create(pod, CriConfigs.container("later", "sleep", "1000").build());
        var pods = node.runtime().listPodSandbox(ListPodSandboxRequest.getDefaultInstance());
        var containers = node.runtime().listContainers(ListContainersRequest.getDefaultInstance());
        ContainerStatus before = node.container(running);
        ContainerStatus ended = node.container(old);

        node.crash();
        node.restart();

        assertThat(node.runtime().listPodSandbox(ListPodSandboxRequest.getDefaultInstance()))
                .isEqualTo(pods);
        assertThat(node.runtime().listContainers(ListContainersRequest.getDefaultInstance()))
                .isEqualTo(containers);
        assertThat(node.container(running)).isEqualTo(before);
        assertThat(node.container(old)).isEqualTo(ended);
        assertThat(node.sandbox(stopped).getState()).isEqualTo(PodSandboxState.SANDBOX_NOTREADY);
        node.start(created);
        assertThat(node.container(created).getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
        traces.note();
        node.empty();
        // Layers of a pod's containers go after the answer, and monitors with their last word.
        Await.until("an empty host", DEADLINE, () -> traces.all().isEmpty());
    }

    @Test
    void aLogLosesNoLineWhateverDiesAndIsRotatedMeanwhile() throws Exception {
        Path logs = hako.place().resolve("logs");
        String pod = node.pod(CriConfigs.pod("shop").setLogDirectory(logs.toString()).build());
        String id =
                node.run(
                        pod,
                        CriConfigs.shell(
                                        "till",
                                        "i=0; while [ ! -e /tmp/enough ]; do echo line $i;"
                                                + " i=$((i+1)); done")
                                .setLogPath("till.log")
                                .build());
        Path log = logs.resolve("till.log");
        List<Path> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Await.until("lines", DEADLINE, () -> Files.exists(log) && Files.size(log) > 10_000);
            node.crash();
            long before = Files.size(log);
            Await.until("lines without an engine", DEADLINE, () -> Files.size(log) > before);
            Path old = logs.resolve("till.log." + i);
            Files.move(log, old);
            all.add(old);
            node.restart();
            var _ =
                    node.runtime()
                            .reopenContainerLog(
                                    ReopenContainerLogRequest.newBuilder()
                                            .setContainerId(id)
                                            .build());
        }
        // The container ends as soon as it sees the file, and takes the program along.
        hako.run("exec", id, "touch", "/tmp/enough");
        node.ended(id);
        all.add(log);
        List<String> lines = LogLines.numbered(all.toArray(Path[]::new));
        assertThat(lines).isEqualTo(LogLines.upTo(lines.size()));
    }

    @Test
    void anEndWhileNoEngineWasThereIsToldWithItsTimeAndCode() {
        String pod = node.pod(CriConfigs.pod("shop").build());
        String id =
                node.run(
                        pod,
                        CriConfigs.shell(
                                        "till",
                                        "trap 'exit 5' TERM; echo; while :; do sleep 0.05; done")
                                .build());
        String pid = hako.answer("inspect", "-f", "{{.State.Pid}}", id);
        Await.until("the trap", DEADLINE, () -> !hako.shell("hako logs " + id).output().isEmpty());
        node.crash();
        Instant before = Instant.now();
        hako.shell("kill -TERM " + pid);
        Await.until("the end", DEADLINE, () -> hako.shell("kill -0 " + pid).status() != 0);
        Instant after = Instant.now();
        node.restart();

        ContainerStatus status = node.container(id);
        assertThat(status.getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
        assertThat(status.getExitCode()).isEqualTo(5);
        assertThat(status.getFinishedAt())
                .isBetween(
                        TimeUnit.MILLISECONDS.toNanos(before.toEpochMilli()) - 1_000_000,
                        TimeUnit.MILLISECONDS.toNanos(after.toEpochMilli()) + 1_000_000);
    }
}
