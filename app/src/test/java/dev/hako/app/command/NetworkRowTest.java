package dev.hako.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.app.network.ShownNetwork;
import dev.hako.app.template.Template;
import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.network.store.Network;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.Subnet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Networks as `hako network ls` shows them.
class NetworkRowTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    private static ShownNetwork made() {
        Subnet subnet = Subnet.parse("fd00:5::/64");
        return new ShownNetwork.Made(
                new Network(
                        ID,
                        Instant.parse("2026-01-02T03:04:05.006Z"),
                        new NetworkConfig(
                                "shop", true, true, List.of(), Map.of(), Map.of("a", "b")),
                        List.of(new Network.Range(subnet, subnet, Addresses.parse("fd00:5::1")))));
    }

    private static String filled(String template, ShownNetwork network, boolean whole) {
        return Template.parse(template).fill(NetworkRow.of(network, whole));
    }

    @Test
    void haveTheFieldsOfDockers() {
        assertThat(
                        filled(
                                "{{.ID}} {{.Name}} {{.Driver}} {{.Scope}} {{.IPv6}} {{.Internal}}"
                                        + " {{.Labels}} {{.Label \"a\"}} {{.CreatedAt}}",
                                made(),
                                false))
                .isEqualTo(
                        "0123456789ab shop bridge local true true a=b b"
                                + " 2026-01-02 03:04:05.006000000 +0000 UTC");
        assertThat(filled("{{.ID}}", made(), true)).isEqualTo(ID);
    }

    @Test
    void areThereForWhatNeedsNoMaking() {
        assertThat(filled("{{.Name}} {{.Driver}}", ShownNetwork.BuiltIn.HOST, false))
                .isEqualTo("host host");
        assertThat(filled("{{.Name}} {{.Driver}}", ShownNetwork.BuiltIn.NONE, false))
                .isEqualTo("none null");
        assertThat(ShownNetwork.BuiltIn.HOST.id())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(ShownNetwork.BuiltIn.NONE.id());
    }

    @Test
    void endsOfANetworkAreToldApart() {
        assertThat(made().endpoint("one"))
                .matches("[0-9a-f]{64}")
                .isEqualTo(made().endpoint("one"))
                .isNotEqualTo(made().endpoint("two"))
                .isNotEqualTo(ShownNetwork.BuiltIn.HOST.endpoint("one"));
    }
}
