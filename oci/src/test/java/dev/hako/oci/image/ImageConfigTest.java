package dev.hako.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.Golden;
import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageConfigTest {

    @Test
    void isWrittenAsItWasRead() {
        ImageConfig config = ImageConfig.parse(Golden.bytes("image/config.json"));

        assertThat(Json.pretty(config)).isEqualTo(Golden.text("image/config.json"));
    }

    @Test
    void readsTimesWithAnOffset() {
        assertThat(parse("'created': '2026-01-31T13:00:00.123456789+01:00'").created())
                .isEqualTo(Instant.parse("2026-01-31T12:00:00.123456789Z"));
    }

    @Test
    void takesNullListsAsDockerWritesThem() {
        ImageConfig config =
                parse(
                        "'config': {'Cmd': null, 'Volumes': null, 'Labels': null, 'User': '',"
                                + " 'Healthcheck': {'Test': ['NONE'], 'Interval': 0}}");

        assertThat(config.config().cmd()).isEmpty();
        assertThat(config.config().user()).isNull();
        assertThat(config.config().healthcheck())
                .isEqualTo(new Healthcheck(List.of("NONE"), null, null, null, null, null));
    }

    @Test
    void refusesWhatCannotBeRun() {
        assertThatThrownBy(() -> parse("'config': {'Env': ['A=\\u0000']}"))
                .hasMessage(
                        "invalid image configuration: config.Env[0] \"A=\uFFFD\": must not hold a"
                                + " NUL character");
        assertThatThrownBy(() -> parse("'config': {'Healthcheck': {'Timeout': -1}}"))
                .hasMessageStartingWith("invalid image configuration: config.Healthcheck.Timeout");
        assertThatThrownBy(() -> parse("'created': 'yesterday'"))
                .hasMessage(
                        "invalid image configuration: created \"yesterday\": must be a time such as"
                                + " 2026-01-31T12:00:00Z");
        assertThatThrownBy(() ->
                        new Healthcheck(List.of(), Duration.ofSeconds(-1), null, null, null, null))
                .hasMessage("Interval \"PT-1S\": must be positive");
    }

    private static ImageConfig parse(String fields) {
        String json =
                "{'os': 'linux', 'architecture': 'amd64', 'rootfs': {'type': 'layers'}, "
                        + fields
                        + "}";
        return ImageConfig.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
