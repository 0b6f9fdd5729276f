package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.ExecSyncRequest;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams of containers by the kubelet's own client: over SPDY and WebSockets.
@NeedsRoot
@NeedsProgram({"crictl", "python3", "script", "tty"})
class CriStreamsIT {
    private static final Hako HAKO = Hako.ofThisUser();
    private static final CriNode NODE = CriNode.start(HAKO);
    private static final Crictl CRICTL = new Crictl(NODE.socket(), HAKO.place());
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @AfterAll
    static void end() {
        NODE.close();
    }

    @AfterEach
    void empty() {
        NODE.empty();
    }

    /// A container that runs a program, in a pod of its own.
    private static String box(String... command) {
        return NODE.run(pod(), CriConfigs.container("web", command).build());
    }

    private static String pod() {
        return NODE.pod(CriConfigs.pod("shop").build());
    }

    private static String processes(String container) {
        return HAKO.answer("top", container);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spdy", "websocket"})
    void runsAProgramWithInputAndItsExitCode(String transport) throws Exception {
        String id = box("sleep", "1000");
        Result result =
                CRICTL.runWithInput(
                        "words\n",
                        "exec",
                        "--transport",
                        transport,
                        "-i",
                        id,
                        "sh",
                        "-c",
                        "cat; echo told >&2; exit 7");
        assertThat(result.output()).isEqualTo("words\n");
        assertThat(result.error()).startsWith("told\n").contains("7");
        assertThat(result.status()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spdy", "websocket"})
    void losesNoByteOfMuchOutput(String transport) {
        String id = box("sleep", "1000");
        Result result =
                CRICTL.run(
                        "exec",
                        "--transport",
                        transport,
                        id,
                        "sh",
                        "-c",
                        "seq 1 200000; echo end >&2");
        assertThat(result.error()).isEqualTo("end\n");
        assertThat(result.output().lines().count()).isEqualTo(200_000);
        assertThat(result.output()).endsWith("199999\n200000\n");
    }

    @Test
    void givesAProgramATerminal() throws Exception {
        String id = box("sleep", "1000");
        Process terminal =
                new ProcessBuilder(
                                "script",
                                "-qec",
                                String.join(" ", CRICTL.line("exec", "-it", id, "tty")),
                                "/dev/null")
                        .start();
        terminal.getOutputStream().close();
        Reading output = Reading.of(terminal.getInputStream());
        assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output.text()).contains("/dev/pts/0");
    }

    @Test
    void waitsForAProgramAndItsOutput() {
        String id = box("sleep", "1000");
        assertThat(CRICTL.answer("exec", "-s", id, "sh", "-c", "echo out")).isEqualTo("out");
        Result failed = CRICTL.run("exec", "-s", id, "sh", "-c", "echo err >&2; exit 3");
        assertThat(failed.error()).contains("err", "3");
        assertThat(failed.status()).isNotZero();
    }

    @Test
    void endsAProgramThatTakesTooLong() {
        String id = box("sleep", "1000");
        Result late = CRICTL.run("exec", "-s", "--timeout", "1", id, "sleep", "234");
        assertThat(late.error()).contains("DeadlineExceeded", "has not ended within 1 s");
        Await.until("the program's end", DEADLINE, () -> !processes(id).contains("sleep 234"));
    }

    @Test
    void keepsAsMuchOutputAsAMessageMayHave() {
        String id = box("sleep", "1000");
        var much =
                NODE.runtime()
                        .withMaxInboundMessageSize(16 << 20)
                        .execSync(
                                ExecSyncRequest.newBuilder()
                                        .setContainerId(id)
                                        .addAllCmd(List.of("head", "-c", "20000000", "/dev/zero"))
                                        .build());
        assertThat(much.getExitCode()).isZero();
        assertThat(much.getStdout().size()).isEqualTo((16 << 20) - (4 << 10));
    }

    @Test
    void tellsWhatIsWrongWithACall() {
        assertThat(CRICTL.run("exec", "nobody", "true").error()).contains("NotFound");
        String id = box("true");
        NODE.ended(id);
        assertThat(CRICTL.run("exec", id, "true").error())
                .contains("FailedPrecondition", "is not running but exited");
    }

    @Test
    void attachesToAContainersProgram() throws Exception {
        String id =
                NODE.run(
                        pod(),
                        CriConfigs.shell(
                                        "web", "while read line; do echo got $line; done; echo end")
                                .setStdin(true)
                                .build());
        Process attached = CRICTL.start("attach", "-i", id);
        Reading output = Reading.of(attached.getInputStream());
        attached.getOutputStream().write("one\n".getBytes(StandardCharsets.UTF_8));
        attached.getOutputStream().flush();
        Await.until("an answer", DEADLINE, () -> HAKO.answer("logs", id).contains("got one"));
        HAKO.answer("kill", id);
        assertThat(attached.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output.text()).isEqualTo("got one\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spdy", "websocket"})
    void forwardsAPortOfAPod(String transport) throws Exception {
        String pod = NODE.pod(CriConfigs.pod("shop", NamespaceOption.getDefaultInstance()).build());
        var web =
                CriConfigs.container(
                        "web", "python3", "-m", "http.server", "8000", "--bind", "127.0.0.1");
        web.getLinuxBuilder()
                .getSecurityContextBuilder()
                .setNamespaceOptions(NamespaceOption.getDefaultInstance());
        String id = NODE.run(pod, web.build());
        String look = "import socket; socket.create_connection(('127.0.0.1', 8000))";
        Await.until(
                "the server",
                DEADLINE,
                () -> CRICTL.run("exec", "-s", id, "python3", "-c", look).status() == 0);
        int port = freePort();
        Process forward =
                CRICTL.start("port-forward", "--transport", transport, pod, port + ":8000");
        try {
            for (int i = 0; i < 3; i++) {
                Await.until("the page", DEADLINE, () -> page(port).contains("200 OK"));
            }
        } finally {
            forward.destroy();
            assertThat(forward.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String page(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException notYet) {
            return "";
        }
    }

    @Test
    void aSessionsProgramOutlivesTheEngine() throws Exception {
        String id = box("sleep", "1000");
        Process session = CRICTL.start("exec", id, "sleep", "345");
        Await.until("the program", DEADLINE, () -> processes(id).contains("sleep 345"));
        NODE.crash();
        NODE.restart();
        assertThat(session.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(processes(id)).contains("sleep 345");
        assertThat(CRICTL.answer("exec", "-s", id, "echo", "again")).isEqualTo("again");
    }
}
