package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The commands of the kubelet's own client, as whoever looks after a node uses them.
@NeedsRoot
@NeedsProgram("crictl")
class CrictlIT {
    private static final Hako HAKO = Hako.ofThisUser();
    private static final CriNode NODE = CriNode.start(HAKO);
    private static final Crictl CRICTL = new Crictl(NODE.socket(), HAKO.place());
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @AfterAll
    static void end() {
        NODE.close();
    }

    @AfterEach
    void empty() throws IOException {
        NODE.empty();
        Files.deleteIfExists(logs().resolve("web.log"));
    }

    private static String file(String name, String json) throws IOException {
        return Files.writeString(HAKO.place().resolve(name), json).toString();
    }

    private static Path logs() {
        return HAKO.place().resolve("logs");
    }

    private static String podFile() throws IOException {
        return file(
                "pod.json",
                """
                {"metadata": {"name": "shop", "namespace": "default", "uid": "1", "attempt": 0},
                 "log_directory": "%s",
                 "labels": {"app": "till"},
                 "linux": {"security_context": {"namespace_options": {"network": 2}}}}
                """
                        .formatted(logs()));
    }

    private static String containerFile(String line) throws IOException {
        return file(
                "container.json",
                """
                {"metadata": {"name": "web", "attempt": 0},
                 "image": {"image": "host"},
                 "command": ["sh", "-c", "%s"],
                 "log_path": "web.log",
                 "linux": {"security_context": {"namespace_options": {"network": 2, "pid": 1}}}}
                """
                        .formatted(line));
    }

    private record Made(String pod, String container) {}

    private static Made run(String line) throws IOException {
        String pod = CRICTL.answer("runp", podFile());
        String container =
                CRICTL.answer("create", "--no-pull", pod, containerFile(line), podFile());
        assertThat(CRICTL.answer("start", container)).isEqualTo(container);
        return new Made(pod, container);
    }

    @Test
    void tellsOfTheRuntime() {
        assertThat(CRICTL.answer("version")).contains("hako", "v1");
        assertThat(CRICTL.answer("info"))
                .contains("RuntimeReady", "NetworkReady", "\"status\": true");
        assertThat(CRICTL.answer("runtime-config")).containsIgnoringCase("cgroup");
        assertThat(CRICTL.answer("imagefsinfo")).contains("usedBytes");
    }

    @Test
    void leadsPodsAndContainersThroughTheirLives() throws IOException {
        Made made = run("echo hello; exec sleep 1000");
        assertThat(CRICTL.answer("pods", "-q", "--no-trunc")).isEqualTo(made.pod);
        assertThat(CRICTL.answer("pods", "--label", "app=till", "-q", "--no-trunc"))
                .isEqualTo(made.pod);
        assertThat(CRICTL.answer("pods", "--state", "notready", "-q")).isEmpty();
        assertThat(CRICTL.answer("ps", "-q", "--no-trunc")).isEqualTo(made.container);
        assertThat(CRICTL.answer("inspect", made.container)).contains("CONTAINER_RUNNING");
        assertThat(CRICTL.answer("inspectp", made.pod)).contains("SANDBOX_READY", "till");
        assertThat(CRICTL.answer("stop", made.container)).isEqualTo(made.container);
        assertThat(CRICTL.answer("ps", "-a", "--state", "exited", "-q", "--no-trunc"))
                .isEqualTo(made.container);
        assertThat(CRICTL.answer("rm", made.container)).isEqualTo(made.container);
        assertThat(CRICTL.answer("ps", "-aq")).isEmpty();
        assertThat(CRICTL.answer("stopp", made.pod)).contains(made.pod);
        assertThat(CRICTL.answer("rmp", made.pod)).contains(made.pod);
        assertThat(CRICTL.answer("pods", "-q")).isEmpty();
    }

    @Test
    void showsAndRotatesLogs() throws Exception {
        Made made =
                run(
                        "echo one; echo two >&2; while ! test -e /tmp/go; do :; done; echo three; while :; do :; done");
        Path log = logs().resolve("web.log");
        Await.until("two lines", DEADLINE, () -> Files.readAllLines(log).size() == 2);
        assertThat(CRICTL.answer("logs", made.container)).isEqualTo("one");
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.endsWith(" stdout F one"))
                .anyMatch(line -> line.endsWith(" stderr F two"));
        Files.move(log, logs().resolve("web.log.old"));
        CRICTL.answer("logs", "--reopen", made.container);
        Await.until("the new file", DEADLINE, () -> Files.exists(log));
        CRICTL.answer("exec", "-s", made.container, "touch", "/tmp/go");
        Await.until(
                "the last line", DEADLINE, () -> Files.readString(log).contains(" stdout F three"));
        Files.delete(logs().resolve("web.log.old"));
    }

    @Test
    void measuresContainersAndPods() throws Exception {
        Made made = run("echo filled > /file; while :; do :; done");
        assertThat(CRICTL.answer("stats", "-o", "json", made.container))
                .contains("workingSetBytes", "usageCoreNanoSeconds", "inodesUsed");
        assertThat(CRICTL.answer("stats")).contains("web");
        assertThat(CRICTL.answer("statsp", "-o", "json", made.pod))
                .contains("processCount", "usageCoreNanoSeconds");
        assertThat(CRICTL.answer("metricsp"))
                .contains(
                        "container_cpu_usage_seconds_total", "container_memory_working_set_bytes");
        assertThat(CRICTL.answer("metricdescs")).contains("container_network_receive_bytes_total");
    }

    @Test
    void tellsWhatHappens() throws Exception {
        Path told = HAKO.place().resolve("events");
        Process events =
                new ProcessBuilder(CRICTL.line("events"))
                        .redirectOutput(told.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            Await.until(
                    "somebody who listens",
                    DEADLINE,
                    () -> {
                        String pod = CRICTL.answer("runp", podFile());
                        CRICTL.answer("stopp", pod);
                        CRICTL.answer("rmp", pod);
                        return Files.readString(told).contains("CONTAINER_DELETED_EVENT");
                    });
            Made made = run("true");
            NODE.ended(made.container);
            CRICTL.answer("rm", made.container);
            for (String type : new String[] {"CREATED", "STARTED", "STOPPED", "DELETED"}) {
                Pattern event =
                        Pattern.compile(
                                "\"containerId\":\\s*\""
                                        + made.container
                                        + "\",\\s*\"containerEventType\":\\s*\"CONTAINER_"
                                        + type);
                Await.until(type, DEADLINE, () -> event.matcher(Files.readString(told)).find());
            }
        } finally {
            events.destroy();
            assertThat(events.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void changesLimits() throws IOException {
        Made made = run("exec sleep 1000");
        CRICTL.answer("update", "--memory", "33554432", made.container);
        assertThat(CRICTL.answer("stats", "-o", "json", made.container))
                .contains("\"availableBytes\"");
    }

    @Test
    void refusesALogBehindALink() throws IOException {
        String pod = CRICTL.answer("runp", podFile());
        Path secret = Files.writeString(HAKO.place().resolve("secret"), "kept");
        Files.createSymbolicLink(logs().resolve("web.log"), secret);
        String container =
                CRICTL.answer("create", "--no-pull", pod, containerFile("echo said"), podFile());
        Result refused = CRICTL.run("start", container);
        assertThat(refused.status()).isNotZero();
        assertThat(refused.error()).contains("cannot log to", "ELOOP");
        assertThat(secret).hasContent("kept");
    }
}
