package dev.hako.image.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hako.image.registry.http.Retries;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.MediaTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Fetching from a server that does as it likes, and what is waited for meanwhile.
abstract class RudeFetch {
    static final byte[] MANIFEST =
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
             "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%1$s","size":2},
             "layers":[]}\
            """
                    .formatted("0".repeat(64))
                    .getBytes(UTF_8);
    static final byte[] BLOB = noise();
    static final Descriptor LAYER =
            Descriptor.of(MediaTypes.OCI_LAYER, Digest.sha256(BLOB), BLOB.length);
    static final String OK = "200 OK\r\nContent-Type: " + MediaTypes.OCI_MANIFEST;

    final List<Duration> pauses = new ArrayList<>();
    Access access = Access.ANONYMOUS;

    static void pour(OutputStream out) throws IOException {
        out.write(("HTTP/1.1 " + OK + "\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
        byte[] much = new byte[1 << 16];
        for (int i = 0; i < 10_000; i++) {
            out.write(much);
        }
    }

    static RudeServer answering(String head, byte[] body) throws IOException {
        return RudeServer.start((_, out) -> RudeServer.write(out, head, body));
    }

    RegistrySource source(RudeServer server) {
        return new Registries(retries(5), Duration.ofSeconds(20)).source(reference(server), access);
    }

    static ImageReference reference(RudeServer server) {
        return ImageReference.parse(server.host() + "/box:1");
    }

    Retries retries(int tries) {
        return new Retries(
                tries, Duration.ofMillis(100), Duration.ofMinutes(1), new Random(1), pauses::add);
    }

    static byte[] noise() {
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        return noise;
    }
}
