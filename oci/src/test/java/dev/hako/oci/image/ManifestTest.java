package dev.hako.oci.image;

import static dev.hako.oci.image.MediaTypes.Compression.GZIP;
import static dev.hako.oci.image.MediaTypes.Compression.NONE;
import static dev.hako.oci.image.MediaTypes.Compression.ZSTD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.Golden;
import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

    @Test
    void isWrittenAsItWasRead() {
        Manifest manifest = Manifest.parse(Golden.bytes("image/manifest.json"));

        assertThat(Json.pretty(manifest)).isEqualTo(Golden.text("image/manifest.json"));
    }

    @Test
    void knowsHowItsLayersArePacked() {
        assertThat(MediaTypes.layerCompression(MediaTypes.OCI_LAYER)).contains(NONE);
        assertThat(MediaTypes.layerCompression(MediaTypes.OCI_LAYER + "+gzip")).contains(GZIP);
        assertThat(MediaTypes.layerCompression(MediaTypes.OCI_LAYER + "+zstd")).contains(ZSTD);
        assertThat(MediaTypes.layerCompression(MediaTypes.DOCKER_LAYER + ".gzip")).contains(GZIP);
        assertThat(MediaTypes.layerCompression(MediaTypes.OCI_FOREIGN_LAYER + "+gzip"))
                .contains(GZIP);
        assertThat(MediaTypes.layerCompression(MediaTypes.OCI_LAYER + "+encrypted")).isEmpty();
        assertThat(MediaTypes.layerCompression(MediaTypes.OCI_CONFIG)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                                      | schemaVersion: required, but absent
                    {'schemaVersion': 1}                                    | schemaVersion "1": only version 2 is supported
                    {'schemaVersion': 2}                                    | config: required, but absent
                    {'schemaVersion': 2, 'config': {'mediaType': 'x'}}      | config.digest: required, but absent
                    {'schemaVersion': 2, 'config': {'mediaType': 'a/b', 'digest': 'sha1:x', 'size': 1}} | config.digest "sha1:x": must start with sha256: or sha512:
                    """)
    void saysWhatIsWrong(String json, String complaint) {
        byte[] utf8 = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Manifest.parse(utf8))
                .hasMessage("invalid image manifest: " + complaint);
    }

    @Test
    void refusesADescriptorOfNegativeSizeOrOddType() {
        Digest digest = Digest.sha256(new byte[0]);

        assertThatThrownBy(() -> Descriptor.of(MediaTypes.OCI_LAYER, digest, -1))
                .hasMessage("size \"-1\": must be between 0 and 9223372036854775807");
        assertThatThrownBy(() -> Descriptor.of("tar", digest, 1))
                .hasMessage("mediaType \"tar\": must be a media type");
    }
}
