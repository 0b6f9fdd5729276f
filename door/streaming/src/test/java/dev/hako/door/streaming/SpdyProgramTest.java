package dev.hako.door.streaming;

import static dev.hako.door.streaming.SpdyClient.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.door.streaming.session.Call;
import dev.hako.door.streaming.session.TerminalSize;
import dev.hako.testing.Await;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpdyProgramTest {
    private static final String V4 = "v4.channel.k8s.io";

    private final Served served = new Served();

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void carriesInputOutputAndSuccess() throws Exception {
        URI url = served.exec(Served.ALL, "sh", "-c", "cat; echo told >&2");
        try (SpdyClient client = SpdyClient.open(url, V4)) {
            assertThat(client.answer().protocol()).contains(V4);
            int error = client.typed("error");
            int in = client.typed("stdin");
            int out = client.typed("stdout");
            int err = client.typed("stderr");
            client.send(in, "words\n");
            Await.until("output", PATIENCE, () -> client.text(out).equals("words\n"));
            client.end(in);
            assertThat(client.whole(error)).isEqualTo("{\"metadata\":{},\"status\":\"Success\"}");
            assertThat(client.whole(out)).isEqualTo("words\n");
            assertThat(client.whole(err)).isEqualTo("told\n");
            assertThat(client.isAccepted(in)).isTrue();
            Await.until("the goodbye", PATIENCE, client::isOver);
        }
    }

    @Test
    void tellsTheExitCodeAsKubernetesDoes() throws Exception {
        URI url = served.exec(Served.OUTPUT, "sh", "-c", "exit 42");
        try (SpdyClient client = SpdyClient.open(url, V4)) {
            client.answer();
            int error = client.typed("error");
            client.typed("stdout");
            client.typed("stderr");
            assertThat(client.whole(error))
                    .contains("\"status\":\"Failure\"", "\"reason\":\"NonZeroExitCode\"")
                    .contains("\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"42\"}]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io"})
    void speaksOlderVersionsInWords(String version) throws Exception {
        URI url = served.exec(Served.OUTPUT, "sh", "-c", "exit 3");
        try (SpdyClient client = SpdyClient.open(url, "v9.channel.k8s.io", version)) {
            assertThat(client.answer().protocol()).contains(version);
            int error = client.typed("error");
            client.typed("stdout");
            client.typed("stderr");
            assertThat(client.whole(error)).isEqualTo("the program has ended with exit code 3");
        }
    }

    @Test
    void takesAClientWithoutAVersionForTheFirst() throws Exception {
        URI url = served.exec(Served.OUTPUT, "echo", "hello");
        try (SpdyClient client = SpdyClient.open(url)) {
            assertThat(client.answer().protocol()).isEqualTo(Optional.empty());
            int error = client.typed("error");
            int out = client.typed("stdout");
            client.typed("stderr");
            assertThat(client.whole(error)).isEmpty();
            assertThat(client.whole(out)).isEqualTo("hello\n");
        }
    }

    @Test
    void refusesAClientWithoutACommonVersion() throws Exception {
        URI url = served.exec(Served.OUTPUT, "true");
        try (SpdyClient client = SpdyClient.open(url, "v9.channel.k8s.io")) {
            assertThat(client.answer().status()).isEqualTo(403);
            assertThat(client.answer().body()).contains("v4.channel.k8s.io");
        }
    }

    @Test
    void passesSizesOfTheTerminalOn() throws Exception {
        URI url = served.exec(Served.TERMINAL, "cat");
        try (SpdyClient client = SpdyClient.open(url, V4)) {
            client.answer();
            client.typed("error");
            int in = client.typed("stdin");
            client.typed("stdout");
            int resize = client.typed("resize");
            client.send(resize, "{\"Width\":80,\"Hei");
            client.send(resize, "ght\":24}\n");
            assertThat(served.programs.sizes.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(new TerminalSize(80, 24));
            client.send(resize, "{\"Width\":132,\"Height\":50}");
            assertThat(served.programs.sizes.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(new TerminalSize(132, 50));
            client.end(in);
        }
    }

    @Test
    void aSessionOutlivesNonsenseAboutItsSize() throws Exception {
        URI url = served.exec(Served.TERMINAL, "cat");
        try (SpdyClient client = SpdyClient.open(url, V4)) {
            client.answer();
            int error = client.typed("error");
            int in = client.typed("stdin");
            int out = client.typed("stdout");
            int resize = client.typed("resize");
            client.send(resize, "[".repeat(10_000));
            client.send(resize, "{\"Width\":-1,\"Height\":1e9}");
            client.send(in, "still here");
            client.end(in);
            assertThat(client.whole(error)).contains("Success");
            assertThat(client.whole(out)).isEqualTo("still here");
        }
    }

    @Test
    void tellsWhyAProgramCannotRun() throws Exception {
        URI url =
                served.server.prepare(
                        new Call.Exec(LocalPrograms.MISSING, List.of("true"), Served.OUTPUT));
        try (SpdyClient client = SpdyClient.open(url, V4)) {
            client.answer();
            int error = client.typed("error");
            client.typed("stdout");
            client.typed("stderr");
            assertThat(client.whole(error))
                    .contains("InternalError", "no such container \\\"missing\\\"", "500");
        }
    }

    @Test
    void aProgramWaitsForASlowClientAndAClientForASlowProgram() throws Exception {
        int size = 64 << 20;
        URI url = served.exec(Served.ALL, "sh", "-c", "head -c " + size + " /dev/zero; sleep 1000");
        try (SpdyClient client = SpdyClient.open(url, V4)) {
            client.answer();
            client.typed("error");
            int in = client.typed("stdin");
            int out = client.typed("stdout");
            client.typed("stderr");
            Await.until("the first output", PATIENCE, () -> client.count(out) > 0);
            client.read(false);
            byte[] chunk = new byte[64 << 10];
            Await.until(
                    "the client to be held back",
                    PATIENCE,
                    () -> {
                        if (!client.isHeldBack()) {
                            client.send(in, chunk);
                        }
                        return client.isHeldBack();
                    });
            assertThat(served.programs.started.take().isAlive()).isTrue();
            client.read(true);
            Await.until("the rest", PATIENCE, () -> client.count(out) == size);
        }
    }

    @Test
    void theProgramLearnsThatItsClientHasLeft() throws Exception {
        URI url = served.exec(Served.ALL, "sleep", "1000");
        try (SpdyClient client = SpdyClient.open(url, V4)) {
            client.answer();
            List.of("error", "stdin", "stdout", "stderr").forEach(client::typed);
            Process process = served.programs.started.take();
            var _ = client.channel().close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void refusesStreamsThatWereNotAskedFor() throws Exception {
        URI url = served.exec(Served.OUTPUT, "true");
        try (SpdyClient client = SpdyClient.open(url, V4)) {
            client.answer();
            int stdin = client.typed("stdin");
            int strange = client.typed("strange");
            int nameless = client.stream("name", "value");
            client.typed("stdout");
            int twice = client.typed("stdout");
            for (int refused : new int[] {stdin, strange, nameless, twice}) {
                Await.until("the refusal", PATIENCE, () -> client.isRefused(refused));
            }
        }
    }

    @Test
    void endsASessionWhoseStreamsDoNotCome() throws Exception {
        var impatient = Served.patience(Duration.ofMillis(200), Duration.ofHours(1));
        try (Served quick = new Served(impatient);
                SpdyClient client = SpdyClient.open(quick.exec(Served.OUTPUT, "true"), V4)) {
            client.answer();
            client.typed("error");
            Await.until("the end", PATIENCE, client::isOver);
        }
    }

    @Test
    void endsASessionThatIsSilentForTooLong() throws Exception {
        var impatient = Served.patience(Duration.ofSeconds(30), Duration.ofMillis(300));
        try (Served quick = new Served(impatient);
                SpdyClient client =
                        SpdyClient.open(quick.exec(Served.OUTPUT, "sleep", "1000"), V4)) {
            client.answer();
            List.of("error", "stdout", "stderr").forEach(client::typed);
            Process process = quick.programs.started.take();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void answersPings() throws Exception {
        URI url = served.exec(Served.OUTPUT, "true");
        try (SpdyClient client = SpdyClient.open(url, V4)) {
            client.answer();
            assertThat(client.ping()).isEqualTo(7);
        }
    }
}
