package dev.hako.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.Golden;
import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexTest {

    @Test
    void isWrittenAsItWasRead() {
        Index index = Index.parse(Golden.bytes("image/index.json"));

        assertThat(Json.pretty(index)).isEqualTo(Golden.text("image/index.json"));
    }

    @Test
    void findsTheManifestThatRunsBest() {
        Index index =
                Index.of(
                        List.of(
                                entry("unknown/unknown", 1),
                                entry("linux/arm/v6", 2),
                                entry("linux/arm/v7", 3),
                                entry("linux/arm/v7", 4),
                                entry("linux/amd64", 5)));

        assertThat(index.manifestFor(Platform.parse("linux/arm/v7")))
                .contains(entry("linux/arm/v7", 3));
        assertThat(index.manifestFor(Platform.parse("linux/arm/v6")))
                .contains(entry("linux/arm/v6", 2));
        assertThat(index.manifestFor(Platform.linux("x86_64"))).contains(entry("linux/amd64", 5));
        assertThat(index.manifestFor(Platform.linux("riscv64"))).isEmpty();
    }

    @Test
    void mustNotBeAManifestToo() {
        byte[] both =
                "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}"
                        .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Index.parse(both))
                .hasMessage(
                        "invalid image index: layers: an image index must not be a manifest too");
        assertThatThrownBy(() -> Manifest.parse(both))
                .hasMessage(
                        "invalid image manifest: manifests: an image manifest must not be an index"
                                + " too");
    }

    @Test
    void hasTheMediaTypeOfAnIndex() {
        assertThatThrownBy(
                        () -> new Index(MediaTypes.OCI_MANIFEST, null, List.of(), null, Map.of()))
                .hasMessageEndingWith("must be an image index's");
    }

    private static Descriptor entry(String platform, int sizeBytes) {
        return new Descriptor(
                MediaTypes.OCI_MANIFEST,
                Digest.sha256(new byte[0]),
                sizeBytes,
                List.of(),
                Map.of(),
                Platform.parse(platform),
                null);
    }
}
