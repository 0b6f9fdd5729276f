package dev.hako.image.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.Configuration;
import dev.hako.image.registry.credential.Credentials;
import dev.hako.image.registry.http.Connections;
import dev.hako.image.registry.http.Retries;
import dev.hako.image.registry.http.UserAgent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What keeps a registry from answering at all.
class ConnectionTroubleTest {
    @Test
    void aServerWithoutTlsIsNotAskedInTheClear() throws IOException {
        try (var server =
                RudeServer.start((_, out) -> RudeServer.write(out, "400 Bad", new byte[0]))) {
            requireTrouble(
                    "https://" + server.host(),
                    "cannot get manifest \"1\" of \"registry.lan/box\": "
                            + server.host()
                            + " does not speak TLS; hint: if that is meant to be so, say"
                            + " \"insecure\": true for it in registries.json");
        }
    }

    @Test
    void aNameWithoutAnAddressIsTold() {
        requireTrouble(
                "https://nowhere.invalid",
                "cannot get manifest \"1\" of \"registry.lan/box\": no address is known for"
                        + " nowhere.invalid; hint: check the registry's name, and the DNS of this"
                        + " machine");
    }

    private static void requireTrouble(String base, String message) {
        var retries =
                new Retries(3, Duration.ofMillis(1), Duration.ofSeconds(1), new Random(1), _ -> {});
        try (var agent =
                new UserAgent(
                        new Connections(Configuration.NONE), retries, Duration.ofSeconds(10))) {
            Site site = new Site("registry.lan", List.of(URI.create(base)));
            Session session = new Session(site, "box", agent, Credentials.NONE);
            assertThatThrownBy(() -> new ManifestGet(new Repository(session, "box")).get("1"))
                    .hasMessage(message)
                    .extracting("kind")
                    .isEqualTo(Failure.Kind.UNAVAILABLE);
        }
    }
}
