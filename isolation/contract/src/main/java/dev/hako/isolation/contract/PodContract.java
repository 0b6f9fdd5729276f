package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.failure.Failure;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.Task;
import dev.hako.oci.runtime.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Containers of a pod share what the pod was made with, and containers join each other.
abstract class PodContract extends ContractStage {
    private static final int SIGKILL = 9;
    private static final String PORTS = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

    private Path directory() throws IOException {
        return Files.createDirectories(folder.resolve("pod"));
    }

    private Sandbox pod() throws IOException {
        Path directory = directory();
        Stage stage = stage();
        Sandbox pod = stage.able(() -> stage.pod(directory));
        pod.prepare();
        return pod;
    }

    private String answer(Sandbox pod, String... words) throws IOException {
        var running = stage().subject(words).in(pod).start();
        assertThat(running.client().awaitExit()).as(running.client().output()).isZero();
        return running.client().output();
    }

    @Test
    void sharesNameNetworkAndMemory() throws IOException {
        Sandbox pod = pod();
        assertThat(answer(pod, "create", "/dev/shm/basket")).isNotNull();

        assertThat(answer(pod, "show", "/dev/shm/basket")).isEqualTo("x");
        assertThat(answer(pod, "hostname")).isEqualTo("shop\n");
        assertThat(answer(pod, "show", PORTS)).isEqualTo("77\n");
        assertThat(answer(pod, "show", "/sys/class/net/lo/flags")).isEqualTo("0x9\n");
    }

    @Test
    void keepsItsContainersApartFromOthers() throws IOException {
        Sandbox pod = pod();
        var other = stage().subject("hostname").start();

        assertThat(other.client().awaitExit()).isZero();
        assertThat(other.client().output()).isEqualTo("stage\n");
        assertThat(answer(pod, "pid")).isEqualTo("1\n");
    }

    @Test
    void isFoundAsItWasByTheNextToOpenIt() throws IOException {
        Sandbox pod = pod();
        answer(pod, "create", "/dev/shm/basket");
        pod.prepare();

        assertThat(answer(pod, "show", "/dev/shm/basket")).isEqualTo("x");
    }

    @Test
    void leavesNothingWhenItIsDismantled() throws Exception {
        Sandbox pod = pod();
        Task task = stage().subject("sleep").in(pod).startDetached();
        task.kill(SIGKILL);
        LifecycleContract.end(task);
        pod.dismantle();

        try (Stream<Path> left = Files.list(directory())) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        pod.dismantle();
    }

    @Test
    void joinsAnothersNames() throws IOException {
        Task first = stage().subject("sleep").startDetached();
        var second = stage().subject("hostname").joining(Namespace.Type.UTS, first).start();

        assertThat(second.client().awaitExit()).isZero();
        assertThat(second.client().output()).isEqualTo("stage\n");
    }

    @Test
    void joinsAnothersProcesses() throws Exception {
        Task first = stage().subject("sleep").startDetached();
        var second = stage().subject("show", "/proc/1/cmdline").joining(Namespace.Type.PID, first);
        var running = second.start();

        assertThat(running.client().awaitExit()).isZero();
        assertThat(running.client().output()).isEqualTo("/bin/subject\0sleep\0");
        assertThat(first.exit()).isNotDone();
    }

    @Test
    void joinsAnothersMemory() throws Exception {
        var first = stage().subject("sleep").start();
        first.client().awaitOutput("ready");
        for (String[] words : new String[][] {{"create", "/dev/shm/x"}, {"show", "/dev/shm/x"}}) {
            var next = stage().subject(words).joining(Namespace.Type.IPC, first.task()).start();
            assertThat(next.client().awaitExit()).as(next.client().output()).isZero();
        }
    }

    @Test
    void doesNotJoinWhatHasEnded() throws Exception {
        Task ended = stage().subject("true").startDetached();
        LifecycleContract.end(ended);

        Draft draft = stage().subject("true").joining(Namespace.Type.NETWORK, ended);
        try {
            draft.startDetached();
        } catch (Failure e) {
            assertThat(e.kind()).isEqualTo(Failure.Kind.CONFLICT);
            return;
        }
        throw new AssertionError("it has joined what has ended");
    }
}
