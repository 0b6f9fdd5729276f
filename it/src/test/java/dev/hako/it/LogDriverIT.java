package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Where output goes.
@NeedsRoot
class LogDriverIT {
    private static final Duration DEADLINE = Duration.ofSeconds(40);
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @Test
    void keepsAsMuchAsWasAskedFor() throws IOException {
        String id =
                HAKO.answer(
                        "run",
                        "-d",
                        "--log-driver",
                        "local",
                        "--log-opt",
                        "max-size=4k",
                        "--log-opt",
                        "max-file=2",
                        "host",
                        "seq",
                        "1000");
        HAKO.answer("wait", id);
        Path log = Path.of(HAKO.answer("inspect", "-f", "{{.LogPath}}", id));
        assertThat(Files.size(log)).isLessThanOrEqualTo(4096);
        assertThat(log.resolveSibling("log.1")).exists();
        assertThat(log.resolveSibling("log.2")).doesNotExist();
        assertThat(HAKO.answer("logs", id)).endsWith("999\n1000").doesNotContain("\n500\n");
    }

    @Test
    void anUnfinishedLineIsLoggedWhileTheContainerWaits() {
        HAKO.answer(
                "run", "-d", "--name", "asking", "host", "sh", "-c", "printf 'name: '; sleep 600");
        Await.until(
                "the question",
                DEADLINE,
                () -> HAKO.run("logs", "asking").output().equals("name: "));
        HAKO.answer("rm", "-f", "asking");

        HAKO.answer("run", "--name", "slow", "host", "sh", "-c", "printf a; sleep 2; echo b");
        assertThat(HAKO.run("logs", "--timestamps", "slow").output()).matches("\\S+Z ab\n");
    }

    @Test
    void showsWhatGoesWithTheOutput() {
        HAKO.answer(
                "run",
                "--name",
                "detailed",
                "--log-opt",
                "labels=tier,none",
                "--log-opt",
                "env=WHO",
                "--log-opt",
                "tag={{.Name}}",
                "-l",
                "tier=the front",
                "-e",
                "WHO=me",
                "-e",
                "SECRET=1",
                "host",
                "echo",
                "said");
        assertThat(HAKO.answer("logs", "--details", "detailed"))
                .isEqualTo("WHO=me,tag=detailed,tier=the+front said");
    }

    @Test
    void keepsNothingWithTheDriverNone() {
        HAKO.answer("run", "--name", "silent", "--log-driver", "none", "host", "echo", "heard");
        Result logs = HAKO.run("logs", "silent");
        assertThat(logs.status()).isEqualTo(1);
        assertThat(logs.error()).contains("\"silent\"", "log driver is none", "hint: ");
    }

    @Test
    void inspectShowsDriverAndOptionsAsTheyWereGiven() {
        HAKO.answer(
                "create",
                "--name",
                "shown",
                "--log-driver",
                "syslog",
                "--log-opt",
                "tag=x",
                "--log-opt",
                "syslog-address=udp://127.0.0.1:1514",
                "host",
                "true");
        assertThat(HAKO.answer("inspect", "-f", "{{json .HostConfig.LogConfig}}", "shown"))
                .isEqualTo(
                        "{\"Type\":\"syslog\",\"Config\":{\"tag\":\"x\","
                                + "\"syslog-address\":\"udp://127.0.0.1:1514\"}}");
        HAKO.answer("create", "--name", "plain", "host", "true");
        assertThat(HAKO.answer("inspect", "-f", "{{.HostConfig.LogConfig.Type}}", "plain"))
                .isEqualTo("json-file");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        Result driver = HAKO.run("run", "--log-driver", "gelf", "host", "true");
        assertThat(driver.status()).isEqualTo(125);
        assertThat(driver.error()).contains("unknown log driver", "journald");
        Result option = HAKO.run("run", "--log-opt", "colour=red", "host", "true");
        assertThat(option.status()).isEqualTo(125);
        assertThat(option.error()).contains("unknown log opt 'colour' for json-file log driver");
    }

    @Test
    void saysAtTheStartThatNobodyListens() {
        Result run =
                HAKO.run(
                        "run",
                        "--name",
                        "unheard",
                        "--log-driver",
                        "syslog",
                        "--log-opt",
                        "syslog-address=unixgram:///nowhere",
                        "host",
                        "true");
        assertThat(run.status()).isEqualTo(125);
        assertThat(run.error())
                .contains("cannot start container \"unheard\": cannot log to syslog: ")
                .contains("/nowhere", "hint: ");
    }

    @Test
    void tellsSyslogOverUdp() throws IOException {
        try (var server =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            server.setSoTimeout((int) DEADLINE.toMillis());
            HAKO.answer(
                    "run",
                    "-d",
                    "--name",
                    "udp",
                    "--log-driver",
                    "syslog",
                    "--log-opt",
                    "tag={{.Name}}",
                    "--log-opt",
                    "syslog-facility=local0",
                    "--log-opt",
                    "syslog-format=rfc5424",
                    "--log-opt",
                    "syslog-address=udp://127.0.0.1:" + server.getLocalPort(),
                    "host",
                    "sh",
                    "-c",
                    "echo out; echo err >&2");
            List<String> told = List.of(receive(server), receive(server));
            assertThat(told)
                    .anySatisfy(
                            line -> assertThat(line).matches("<134>1 \\S+ \\S+ udp \\d+ udp - out"))
                    .anySatisfy(line ->
                            assertThat(line).matches("<131>1 \\S+ \\S+ udp \\d+ udp - err"));
            assertThat(HAKO.run("logs", "udp")).isEqualTo(new Result(0, "out\n", "err\n"));
        }
    }

    private static String receive(DatagramSocket server) throws IOException {
        var packet = new DatagramPacket(new byte[4096], 4096);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    @Test
    void tellsAllBeforeARemovedContainerIsGone() throws IOException {
        try (LogServer server = LogServer.listen(0)) {
            HAKO.run(
                    "run",
                    "--rm",
                    "--log-driver",
                    "syslog",
                    "--log-opt",
                    "syslog-address=tcp://127.0.0.1:" + server.port(),
                    "host",
                    "seq",
                    "5000");
            Await.until("all lines", DEADLINE, () -> server.lines().size() >= 5000);
            assertThat(texts(server)).isEqualTo(numbers(5000));
        }
    }

    @Test
    void losesNothingWhenTheEngineIsKilled() throws IOException {
        try (LogServer server = LogServer.listen(0)) {
            counting("steady", server.port(), "for i in $(seq 400); do echo $i; sleep 0.01; done");
            for (int some : List.of(50, 150)) {
                Await.until("some lines", DEADLINE, () -> server.lines().size() > some);
                HAKO.crashEngine();
            }
            Await.until("the last line", DEADLINE, () -> texts(server).contains("400"));
            assertThat(texts(server).stream().distinct().toList()).isEqualTo(numbers(400));
            assertThat(texts(server)).hasSizeLessThanOrEqualTo(402); // one more for each death
        }
    }

    @Test
    void losesNothingWhileSyslogIsAway() throws IOException {
        LogServer first = LogServer.listen(0);
        counting(
                "patient",
                first.port(),
                "echo 1; until test -e /tmp/go; do sleep 0.05; done; seq 2 500; sleep 600");
        Await.until("the first line", DEADLINE, () -> texts(first).contains("1"));
        first.close();
        HAKO.answer("exec", "patient", "touch", "/tmp/go");
        Await.until("the rest", DEADLINE, () -> HAKO.answer("logs", "patient").endsWith("\n500"));
        HAKO.crashEngine();
        try (LogServer second = LogServer.listen(first.port())) {
            Await.until("the last line", DEADLINE, () -> texts(second).contains("500"));
            assertThat(texts(second)).isEqualTo(numbers(500).subList(1, 500));
        }
        HAKO.answer("rm", "-f", "patient");
    }

    private static void counting(String name, int port, String script) {
        HAKO.answer(
                "run",
                "-d",
                "--name",
                name,
                "--log-driver",
                "syslog",
                "--log-opt",
                "syslog-address=tcp://127.0.0.1:" + port,
                "host",
                "sh",
                "-c",
                script);
    }

    private static List<String> texts(LogServer server) {
        return new ArrayList<>(
                server.lines().stream().map(line -> line.split("]: ", 2)[1]).toList());
    }

    private static List<String> numbers(int most) {
        return IntStream.rangeClosed(1, most).mapToObj(String::valueOf).toList();
    }
}
