package dev.hako.compare.cri;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeImageTest {
    @TempDir Path folder;

    private static byte[] get(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return in.readAllBytes();
        }
    }

    @Test
    void isServedAsARegistryDoes() throws IOException {
        String image;
        try (LoopbackRegistry registry = LoopbackRegistry.serve(LargeImage.make(folder))) {
            image = registry.image();
            assertThat(LoopbackRegistry.hasGone(image)).isFalse();
            String base = "http://" + image.replaceFirst("/", "/v2/").replaceFirst(":1$", "");
            String manifest = new String(get(base + "/manifests/1"), StandardCharsets.UTF_8);
            JsonObject json = JsonParser.parseString(manifest).getAsJsonObject();
            JsonArray layers = json.getAsJsonArray("layers");
            assertThat(layers).hasSize(3);
            for (JsonElement layer : layers) {
                String digest = layer.getAsJsonObject().get("digest").getAsString();
                assertThat(get(base + "/blobs/" + digest))
                        .hasSize(layer.getAsJsonObject().get("size").getAsInt())
                        .hasSizeBetween(5 << 20, 20 << 20);
            }
        }
        assertThat(LoopbackRegistry.hasGone(image)).isTrue();
    }

    @Test
    void othersImagesAreNoLeftOvers() {
        assertThat(LoopbackRegistry.hasGone("localhost:1/other:1")).isFalse();
        assertThat(LoopbackRegistry.hasGone("docker.io/hako-compare/probe:1")).isFalse();
    }
}
