package dev.hako.image.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.image.registry.credential.Credential;
import dev.hako.image.registry.credential.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What registries, and whatever is between them and us, do to a fetch.
class RudeRegistryTest extends RudeFetch {
    @Test
    void waitsAsLongAsItIsTold() throws IOException {
        var calls = new AtomicInteger();
        try (var server =
                        RudeServer.start((request, out) -> {
                            boolean early =
                                    request.path().startsWith("/v2/box")
                                            && calls.getAndIncrement() < 2;
                            String busy = "429 Slow Down\r\nRetry-After: 7";
                            RudeServer.write(out, early ? busy : OK, MANIFEST);
                        });
                var source = source(server)) {
            assertThat(source.top().bytes()).isEqualTo(MANIFEST);
            assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
        }
    }

    @Test
    void doesNotWaitForHours() throws IOException {
        try (var server = answering("429 Slow Down\r\nRetry-After: 86400", "{}".getBytes(UTF_8));
                var source = source(server)) {
            assertThatThrownBy(source::top)
                    .hasMessage(
                            "cannot get manifest \"1\" of \"%s/box\": too many requests (429); hint: try again in 86400 s, or log in if you have not"
                                    .formatted(server.host()));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void triesAgainWhatMayWorkLater() throws IOException {
        byte[] page = "<html>upstream is away</html>".getBytes(UTF_8);
        try (var server = answering("503 Unavailable", page);
                var source = source(server)) {
            assertThatThrownBy(source::top)
                    .hasMessage(
                            "cannot get manifest \"1\" of \"%s/box\": the registry is in trouble (503)"
                                    .formatted(server.host()))
                    .extracting("kind")
                    .isEqualTo(Failure.Kind.UNAVAILABLE);
            assertThat(server.requests()).hasSize(5);
            assertThat(pauses).hasSize(4).isSorted();
        }
    }

    @Test
    void whatTheRegistrySaysCannotDriveATerminal() throws IOException {
        String body =
                "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\\u001b[2J\\nhako: all is well "
                        + "x".repeat(500)
                        + "\"}]}";
        try (var server = answering("403 Forbidden", body.getBytes(UTF_8));
                var source = source(server)) {
            assertThatThrownBy(source::top)
                    .hasMessageContaining(
                            "the registry denies it (403 DENIED: no\uFFFD[2J\uFFFDhako")
                    .hasMessageContaining("x…)");
        }
    }

    @Test
    void aBlobThatBreaksOffIsFetchedOn() throws IOException {
        try (var server = RudeServer.start(RudeRegistryTest::breakOff);
                var source = source(server);
                InputStream in = source.blob(LAYER, 1000)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(BLOB, 1000, BLOB.length));
            assertThat(server.requests())
                    .extracting(request -> request.header("range"))
                    .startsWith("bytes=1000-", "bytes=51000-", "bytes=101000-");
        }
    }

    /// Announces all that was asked for, and gives 50,000 bytes.
    private static void breakOff(RudeServer.Request request, OutputStream out) throws IOException {
        int from = request.header("range").isEmpty() ? 0 : first(request.header("range"));
        String head =
                "HTTP/1.1 206 Partial\r\nContent-Range: bytes %d-%d/%d\r\nContent-Length: %d\r\n\r\n"
                        .formatted(from, BLOB.length - 1, BLOB.length, BLOB.length - from);
        out.write(head.getBytes(UTF_8));
        out.write(BLOB, from, Math.min(50_000, BLOB.length - from));
    }

    private static int first(String range) {
        return Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
    }

    @Test
    void aServerThatDoesNotKnowRangesIsReadFromTheStart() throws IOException {
        try (var server = answering("200 OK", BLOB);
                var source = source(server);
                InputStream in = source.blob(LAYER, 100_000)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(BLOB, 100_000, BLOB.length));
        }
    }

    @Test
    void aBlobThatNeverGetsOnIsGivenUp() throws IOException {
        try (var server =
                        RudeServer.start((_, out) ->
                                out.write(
                                        "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n"
                                                .getBytes(UTF_8)));
                var source = source(server);
                InputStream in = source.blob(LAYER, 0)) {
            assertThatThrownBy(in::readAllBytes)
                    .hasMessageStartingWith(
                            "cannot get blob %s of \"%s/box\": broke off at byte 0 of 200000"
                                    .formatted(LAYER.digest(), server.host()));
            // Java's client asks once more by itself if it has not read the answer when it breaks
            // off.
            assertThat(server.requests()).hasSizeBetween(5, 10);
        }
    }

    @Test
    void aBlobIsNotLongerThanItsDescriptorSays() throws IOException {
        try (var server = RudeServer.start((_, out) -> pour(out));
                var source = source(server);
                InputStream in = source.blob(LAYER, 0)) {
            assertThatThrownBy(in::readAllBytes)
                    .hasMessageEndingWith("it has more than 200000 bytes");
        }
    }

    @Test
    void aBlobOfAnotherLengthIsRefusedBeforeItIsRead() throws IOException {
        try (var server = answering("200 OK", new byte[5]);
                var source = source(server)) {
            assertThatThrownBy(() -> source.blob(LAYER, 0))
                    .hasMessageEndingWith("it has 5 bytes instead of 200000");
        }
    }

    @Test
    void credentialsDoNotGoElsewhere() throws IOException {
        access = access.with(Credentials.of(new Credential.Password("alice", "secret")));
        try (var other = answering("200 OK", BLOB);
                var server =
                        RudeServer.start((request, out) ->
                                RudeServer.write(
                                        out,
                                        request.header("authorization").isEmpty()
                                                ? "401 No\r\nWWW-Authenticate: Basic realm=x"
                                                : "307 There\r\nLocation: http://"
                                                        + other.host()
                                                        + "/cdn?signed=1",
                                        new byte[0]));
                var source = source(server);
                InputStream in = source.blob(LAYER, 0)) {
            assertThat(in.readAllBytes()).isEqualTo(BLOB);
            assertThat(server.requests().getLast().header("authorization"))
                    .isEqualTo("Basic YWxpY2U6c2VjcmV0");
            assertThat(other.requests())
                    .singleElement()
                    .satisfies(request -> {
                        assertThat(request.path()).isEqualTo("/cdn?signed=1");
                        assertThat(request.headers()).doesNotContainKey("authorization");
                    });
        }
    }

    @Test
    void redirectsHaveAnEnd() throws IOException {
        try (var server = answering("302 Round\r\nLocation: /v2/x", new byte[0]);
                var source = source(server)) {
            assertThatThrownBy(source::top)
                    .hasMessageEndingWith("sent on more than 5 times in a row");
        }
    }

    @ParameterizedTest
    @CsvSource({"file:///etc/passwd", "http://[", "javascript:1"})
    void aRedirectLeadsToAnHttpServer(String location) throws IOException {
        try (var server = answering("302 There\r\nLocation: " + location, new byte[0]);
                var source = source(server)) {
            assertThatThrownBy(source::top).hasMessageContaining("sent on to \"" + location);
        }
    }

    @Test
    void aServerThatIsSilentIsGivenUp() throws IOException {
        var released = new CountDownLatch(1);
        try (var server =
                        RudeServer.start((request, out) -> {
                            if (request.path().equals("/v2/")) {
                                RudeServer.write(out, "200 OK", new byte[0]);
                            } else {
                                await(released);
                            }
                        });
                var source =
                        new Registries(retries(2), Duration.ofMillis(300))
                                .source(reference(server), access)) {
            assertThatThrownBy(source::top)
                    .hasMessageContaining(server.host() + " is silent: no answer for");
            assertThat(server.requests()).hasSize(2);
        } finally {
            released.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyThereIsTold() throws IOException {
        RudeServer server = answering("200 OK", new byte[0]);
        server.close();
        try (var source = source(server)) {
            assertThatThrownBy(source::top)
                    .hasMessage(
                            "cannot get manifest \"1\" of \"%1$s/box\": %1$s takes no connections; hint: check the registry's port, and whether a proxy is needed"
                                    .formatted(server.host()));
        }
    }

    @Test
    void listsHaveAnEnd() throws IOException {
        String head = "200 OK\r\nLink: </v2/box/tags/list?n=1>; rel=\"next\"";
        try (var server = answering(head, "{\"tags\":[\"a\"]}".getBytes(UTF_8));
                var source = source(server)) {
            assertThatThrownBy(source::tags).hasMessageEndingWith("the list has no end");
        }
    }

    @Test
    void aListGoesOnAtTheSamePlace() throws IOException {
        String head = "200 OK\r\nLink: <http://127.0.0.2/v2/x>; rel=\"next\"";
        try (var server = answering(head, "{\"tags\":[\"a\"]}".getBytes(UTF_8));
                var source = source(server)) {
            assertThatThrownBy(source::tags).hasMessageEndingWith("the next page is elsewhere");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"token":"a\\r\\nX-Evil: 1"} | has other characters than a token's
                    {"access_token":""} | required, but absent
                    [] | must be an object
                    """)
    void aTokenIsOne(String answer, String message) throws IOException {
        try (var tokens = answering("200 OK", answer.getBytes(UTF_8));
                var server = bearer("http://" + tokens.host() + "/token");
                var source = source(server)) {
            assertThatThrownBy(source::top).hasMessageContaining(message);
        }
    }

    @Test
    void aTokenServerHasAnAddress() throws IOException {
        try (var server = bearer("gopher://x");
                var source = source(server)) {
            assertThatThrownBy(source::top)
                    .hasMessageContaining("its token server \"gopher://x\" has no address");
        }
    }

    private static RudeServer bearer(String realm) throws IOException {
        return answering(
                "401 No\r\nWWW-Authenticate: Bearer realm=\"" + realm + "\",service=x",
                new byte[0]);
    }
}
