package dev.hako.app.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.engine.Locations;
import dev.hako.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class InstallationTest {
    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("hako.lib", "/opt/hako/lib");
        properties.setProperty("hako.root", "/root");
        properties.setProperty("hako.run", "/run");
        properties.setProperty("hako.build", "0123456789abcdef0123456789abcdef");
        return properties;
    }

    @Test
    void readsWhatTheClientSays() {
        Installation installation = Installation.read(properties());
        assertThat(installation.locations())
                .isEqualTo(new Locations(Path.of("/root"), Path.of("/run")));
        assertThat(installation.buildIdBytes()).hasSize(16).startsWith(0x01, 0x23);
        assertThat(installation.shortBuildId()).isEqualTo("0123456");
        assertThat(installation.aotCache()).isEmpty();
    }

    @Test
    void saysHowAnEngineIsStartedWhenNothingIsSaid() {
        assertThatThrownBy(() -> Installation.read(new Properties()))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "the property \"hako.build\" is not set; hint: start the engine by `hako engine`");
    }

    @Test
    void refusesABuildIdThatIsNone() {
        Properties properties = properties();
        properties.setProperty("hako.build", "latest");
        assertThatThrownBy(() -> Installation.read(properties)).isInstanceOf(Failure.class);
    }

    @Test
    void aRevivedEngineRunsLikeThisOneButFindsItsLockAndSocket() {
        OwnProcess process =
                OwnProcess.of(
                        List.of(
                                "/jdk/bin/java",
                                "-Xmx1g",
                                "-cp",
                                "/a.jar",
                                "dev.hako.app.Main",
                                "engine"),
                        Map.of(
                                "HOME",
                                "/root",
                                "NOTIFY_SOCKET",
                                "/n",
                                "HAKO_RUN",
                                "/run",
                                "TERM",
                                "xterm"));
        var revival =
                process.revival(new Locations(Path.of("/root"), Path.of("/run"))).orElseThrow();
        assertThat(revival.command())
                .containsExactly(
                        "/jdk/bin/java",
                        "-Xmx1g",
                        "-cp",
                        "/a.jar",
                        "dev.hako.app.Main",
                        "engine",
                        "--auto",
                        "--lock-fd",
                        "3",
                        "--listen-fd",
                        "4");
        assertThat(revival.environment()).containsExactlyInAnyOrder("HOME=/root", "HAKO_RUN=/run");
        assertThat(revival.socket()).isEqualTo(Path.of("/run/engine.sock"));
    }
}
