package dev.hako.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EgressDecisionTest {
    private static final EgressDecision NAME =
            EgressDecision.ofName(true, "example.com", "A", List.of("192.0.2.1", "192.0.2.2"), "");

    @Test
    void comesBackAsItWas() {
        for (EgressDecision each :
                List.of(
                        NAME,
                        NAME.missing(7),
                        EgressDecision.ofPacket("tcp", "2001:db8::1", 443),
                        EgressDecision.ofPacket("icmp", "192.0.2.1", 0),
                        EgressDecision.ofName(false, "", "NS", List.of(), "\"no\nrule\""))) {
            byte[] json = Json.write(each);
            assertThat(EgressDecision.parse(json)).isEqualTo(each);
            assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\n");
        }
    }

    @Test
    void saysInALineWhatItIsAbout() {
        assertThat(NAME.missing(3).text())
                .isEqualTo("allowed example.com A -> 192.0.2.1, 192.0.2.2 (3 more before it)");
        assertThat(EgressDecision.ofPacket("tcp", "2001:db8::1", 443).text())
                .isEqualTo("refused tcp [2001:db8::1]:443: no rule allows it");
        assertThat(EgressDecision.ofPacket("icmp", "192.0.2.1", 0).text())
                .isEqualTo("refused icmp 192.0.2.1: no rule allows it");
    }
}
