package dev.hako.image.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.MediaTypes;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Documents that are not what somebody says they are.
class RudeManifestTest extends RudeFetch {
    @Test
    void aManifestIsNotEndless() throws IOException {
        try (var server = RudeServer.start((_, out) -> pour(out));
                var source = source(server)) {
            assertThatThrownBy(source::top)
                    .hasMessageEndingWith("the answer has more than 4194304 bytes");
        }
    }

    @Test
    void aDocumentIsWhatItsDigestSays() throws IOException {
        Descriptor other =
                Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(BLOB), MANIFEST.length);
        Descriptor config =
                Descriptor.of(MediaTypes.OCI_CONFIG, Digest.sha256(BLOB), MANIFEST.length);
        try (var server = answering(OK, MANIFEST);
                var source = source(server)) {
            assertThatThrownBy(() -> source.document(other))
                    .hasMessageContaining(
                            "manifest \"%s\": should be %s, by its name"
                                    .formatted(Digest.sha256(MANIFEST), other.digest()));
            assertThatThrownBy(() -> source.document(config))
                    .hasMessageEndingWith("it has another content than its digest says");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    application/vnd.oci.image.index.v1+json | the registry calls it "application/vnd.oci.image.index.v1+json"
                    application/vnd.docker.distribution.manifest.v1+prettyjws | the registry calls it
                    text/html | the registry calls it "text/html"
                    """)
    void aManifestIsOfTheKindThatItsHeaderSays(String contentType, String message)
            throws IOException {
        try (var server = answering("200 OK\r\nContent-Type: " + contentType, MANIFEST);
                var source = source(server)) {
            assertThatThrownBy(source::top).hasMessageContaining(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    application/json | {"schemaVersion":1,"name":"box"} | of Docker's first schema
                    application/vnd.docker.distribution.manifest.v1+json | {"schemaVersion":1} | of Docker's first schema
                    application/vnd.oci.image.config.v1+json | {} | is no manifest of an image
                    application/json | not JSON | malformed JSON
                    """)
    void onlyManifestsOfTodayAreRead(String contentType, String body, String message)
            throws IOException {
        try (var server =
                        answering("200 OK\r\nContent-Type: " + contentType, body.getBytes(UTF_8));
                var source = source(server)) {
            assertThatThrownBy(source::top)
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith("cannot get manifest \"1\" of ")
                    .hasMessageContaining(message);
        }
    }

    @Test
    void aManifestIsWhatItsRegistrySaysThatItIs() throws IOException {
        String lie = OK + "\r\nDocker-Content-Digest: " + Digest.sha256(BLOB);
        try (var server = answering(lie, MANIFEST);
                var source = source(server)) {
            assertThatThrownBy(source::top).hasMessageContaining("by its header");
        }
    }
}
