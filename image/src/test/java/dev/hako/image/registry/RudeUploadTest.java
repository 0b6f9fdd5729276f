package dev.hako.image.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.image.registry.http.Retries;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What registries do to a push.
class RudeUploadTest {
    private static final byte[] NOTHING = new byte[0];
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void aBlobThatIsTooLargeAtOnceIsSentInChunks() throws IOException {
        MemoryImage image = MemoryImage.of(20_000_000);
        var received = new ByteArrayOutputStream();
        try (var server =
                        RudeServer.start((request, out) -> {
                            boolean whole = request.is("PUT", "/up") && request.body().length > 0;
                            if (request.is("PATCH", "/up")) {
                                assertThat(request.header("content-range"))
                                        .startsWith(received.size() + "-");
                                received.write(request.body());
                            }
                            answer(request, out, whole ? "413 Too Large" : "201 Created");
                        });
                var destination = destination(server)) {
            destination.put(image.layers().getFirst(), image);
            assertThat(received.toByteArray()).isEqualTo(image.bytes(image.layers().getFirst()));
            assertThat(server.requests())
                    .extracting(RudeServer.Request::method)
                    .containsExactly("POST", "PUT", "POST", "PATCH", "PATCH", "PATCH", "PUT");
            assertThat(server.requests().getLast().path())
                    .isEqualTo("/up?state=1&digest=" + image.layers().getFirst().digest());
        }
    }

    @Test
    void anUploadThatFailsIsBegunAgain() throws IOException {
        MemoryImage image = MemoryImage.of(100_000);
        Descriptor layer = image.layers().getFirst();
        var puts = new AtomicInteger();
        try (var server =
                        RudeServer.start((request, out) -> {
                            boolean first = request.is("PUT", "/up") && puts.getAndIncrement() == 0;
                            answer(request, out, first ? "502 Oops" : "201 Created");
                        });
                var destination = destination(server)) {
            destination.put(layer, image);
            assertThat(server.requests())
                    .extracting(RudeServer.Request::method)
                    .containsExactly("POST", "PUT", "HEAD", "POST", "PUT");
            assertThat(server.requests().getLast().body()).isEqualTo(image.bytes(layer));
        }
    }

    @Test
    void anUploadWhoseAnswerIsLostIsNotSentTwice() throws IOException {
        MemoryImage image = MemoryImage.of(100_000);
        try (var server =
                        RudeServer.start((request, out) -> {
                            if (request.is("HEAD", "/v2/box/blobs/")) {
                                RudeServer.write(out, "200 OK", NOTHING);
                            } else if (!request.is("PUT", "/up")) {
                                answer(request, out, "");
                            }
                        });
                var destination = destination(server)) {
            destination.put(image.layers().getFirst(), image);
            assertThat(server.requests())
                    .extracting(RudeServer.Request::method)
                    .containsExactly("POST", "PUT", "HEAD");
        }
    }

    @Test
    void whatIsStoredIsWhatWasSent() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        Digest other = Digest.sha256("other".getBytes(UTF_8));
        String lie = "201 Created\r\nDocker-Content-Digest: " + other;
        try (var server = RudeServer.start((request, out) -> answer(request, out, lie));
                var destination = destination(server)) {
            assertThatThrownBy(() -> destination.put(image.layers().getFirst(), image))
                    .hasMessageContaining("the registry has stored " + other);
            assertThatThrownBy(() -> destination.name(image.top()))
                    .hasMessageContaining("the registry has stored " + other);
        }
    }

    @Test
    void aBlobThatTheRegistryDoesNotWantIsTold() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        byte[] why =
                "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"try harder\"}]}"
                        .getBytes(UTF_8);
        try (var server =
                        RudeServer.start((request, out) -> {
                            if (request.is("PUT", "/up")) {
                                RudeServer.write(out, "400 Bad Request", why);
                            } else {
                                answer(request, out, "");
                            }
                        });
                var destination = destination(server)) {
            assertThatThrownBy(() -> destination.put(image.layers().getFirst(), image))
                    .hasMessage(
                            "cannot push blob %s of \"%s/box\": the registry refuses it (400 DIGEST_INVALID: try harder)"
                                    .formatted(image.layers().getFirst().digest(), server.host()));
        }
    }

    @Test
    void aSourceThatFailsIsNotTheRegistrysFault() throws IOException {
        Descriptor missing = Descriptor.of(MediaTypes.OCI_LAYER, Digest.sha256(NOTHING), 1000);
        try (var server = RudeServer.start((request, out) -> answer(request, out, "201 Created"));
                var destination = destination(server)) {
            assertThatThrownBy(() -> destination.put(missing, new MissingImage()))
                    .hasMessageContaining("the layer is gone");
        }
    }

    private static void answer(RudeServer.Request request, OutputStream out, String finish)
            throws IOException {
        String head =
                switch (request.method()) {
                    case "GET" -> "200 OK\r\nDocker-Distribution-Api-Version: registry/2.0";
                    case "HEAD" -> "404 Not Found";
                    case "POST", "PATCH" -> "202 Accepted\r\nLocation: /up?state=1";
                    default -> finish;
                };
        RudeServer.write(out, head, NOTHING);
    }

    private RegistryDestination destination(RudeServer server) {
        var retries =
                new Retries(
                        3,
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1),
                        new Random(1),
                        pauses::add);
        return new Registries(retries, Duration.ofSeconds(20))
                .destination(ImageReference.parse(server.host() + "/box:1"), Access.ANONYMOUS);
    }
}
