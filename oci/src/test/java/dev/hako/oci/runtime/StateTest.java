package dev.hako.oci.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateTest {

    @Test
    void isWrittenInTheOrderOfTheSpecification() {
        var state = new State("1.3.0", "box", State.Status.RUNNING, 42L, "/b", Map.of("k", "v"));
        byte[] json = Json.write(state);

        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"ociVersion\":\"1.3.0\",\"id\":\"box\",\"status\":\"running\",\"pid\":42,"
                                + "\"bundle\":\"/b\",\"annotations\":{\"k\":\"v\"}}");
        assertThat(State.parse(json)).isEqualTo(state);
    }

    @Test
    void needsAPidWhileTheContainerLives() {
        assertThat(new State("1.3.0", "box", State.Status.STOPPED, null, "/b", Map.of()).pid())
                .isNull();
        assertThatThrownBy(
                        () -> new State("1.3.0", "box", State.Status.CREATED, null, "/b", Map.of()))
                .hasMessage("pid: required while the container is created");
    }
}
