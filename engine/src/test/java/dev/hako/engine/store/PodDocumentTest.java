package dev.hako.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.PortRequest;
import dev.hako.engine.config.Share;
import dev.hako.failure.Failure;
import dev.hako.network.names.AddedHost;
import dev.hako.network.names.ResolvConf;
import dev.hako.oci.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodDocumentTest {
    private static PodDocument document(PodConfig config) {
        return new PodDocument(
                "5".repeat(64), "shop", Instant.parse("2026-01-02T03:04:05Z"), config);
    }

    @Test
    void isReadAsItWasWritten() {
        PodConfig config =
                new PodConfig(
                        Optional.of("shop"),
                        Map.of("tier", "web"),
                        Set.of(Share.NETWORK, Share.PID),
                        Optional.of("till"),
                        Optional.of("front"),
                        Map.of("net.core.somaxconn", "9"),
                        new NetworkOptions(
                                List.of(NetworkJoin.of("front")),
                                PortRequest.parse("8080:80"),
                                List.of(),
                                false,
                                List.of(AddedHost.parse("db:10.0.0.7")),
                                ResolvConf.Choice.NONE,
                                Optional.empty()),
                        1 << 20);

        assertThat(PodDocument.parse(Json.write(document(config)))).isEqualTo(document(config));
        PodConfig plain = PodConfig.named("shop");
        assertThat(PodDocument.parse(Json.write(document(plain)))).isEqualTo(document(plain));
    }

    @Test
    void refusesANewerSchema() {
        byte[] newer = "{\"schema\":2}".getBytes(UTF_8);

        assertThatThrownBy(() -> PodDocument.parse(newer))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("pod.json has schema 2, this engine knows 1");
    }

    @Test
    void refusesANameWithoutForm() {
        assertThatThrownBy(() -> PodConfig.named("../x")).hasMessageContaining("invalid pod name");
    }
}
