package dev.hako.oci.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.Golden;
import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FeaturesTest {

    @Test
    void areWrittenAsTheyWereRead() {
        Features features = Features.parse(Golden.bytes("runtime/features.json"));

        assertThat(Json.pretty(features)).isEqualTo(Golden.text("runtime/features.json"));
    }

    @Test
    void areNoneWhereARuntimeTellsNothing() {
        byte[] json =
                "{\"ociVersionMin\":\"1.0.0\",\"ociVersionMax\":\"1.3.0\"}"
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(Features.parse(json).linux()).isEqualTo(LinuxFeatures.NONE);
    }
}
