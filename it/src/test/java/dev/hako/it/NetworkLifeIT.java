package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Networks while containers come, go and live through crashes, on a host of their own.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "ip", "ping"})
class NetworkLifeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    @RegisterExtension static final OwnHost HOST = OwnHost.ofRoot();

    private static final Hako HAKO = HOST.hako();
    private static final Sleepers BOXES = new Sleepers(HAKO);

    @Test
    void areEnteredAndLeftByContainersThatRun() {
        HAKO.answer("network", "create", "front");
        HAKO.answer("network", "create", "back");
        BOXES.box("web", "--network", "front");
        BOXES.box("store", "--network", "back");
        assertThat(BOXES.reaches("web", "store")).isFalse();
        HAKO.answer("network", "connect", "--alias", "www", "back", "web");
        assertThat(BOXES.reaches("web", "store")).isTrue();
        assertThat(BOXES.reaches("store", "www")).isTrue();
        assertThat(HAKO.answer("exec", "web", "cat", "/etc/hosts"))
                .contains(BOXES.address("web", "front"), BOXES.address("web", "back"));
        assertThat(HAKO.run("network", "connect", "back", "web").error())
                .contains("endpoint with name web already exists in network back");

        HAKO.crashEngine();
        String address = BOXES.address("web", "back");
        assertThat(BOXES.refused("late", "--network=back", "--ip=" + address).error())
                .contains("is in use by container \"web\"");
        assertThat(BOXES.reaches("store", "web")).isTrue();

        HAKO.answer("network", "disconnect", "front", "web");
        assertThat(HAKO.answer("exec", "web", "ip", "route")).contains("default via");
        assertThat(HAKO.answer("exec", "web", "ls", "/sys/class/net")).isEqualTo("eth1\nlo");
        assertThat(HAKO.run("network", "disconnect", "front", "web").error())
                .contains("container web is not connected to network front");
        HAKO.answer("network", "disconnect", "-f", "front", "web");
        HAKO.answer("network", "disconnect", "back", "web");
        assertThat(BOXES.reaches("store", "web")).isFalse();
        BOXES.box("next", "--network=back", "--ip=" + address);

        HAKO.answer("stop", "-t", "0", "web");
        HAKO.answer("network", "connect", "front", "web");
        HAKO.answer("start", "web");
        assertThat(BOXES.address("web", "front")).startsWith("172.");
    }

    @Test
    void areNotForContainersThatShareOthersNetwork() {
        HAKO.answer("network", "create", "shop");
        BOXES.box("hosts", "--network", "host");
        BOXES.box("none", "--network", "none");
        BOXES.box("loose");
        for (String name : List.of("hosts", "none", "loose")) {
            Result result = HAKO.run("network", "connect", "shop", name);
            assertThat(result.status()).as(name).isEqualTo(1);
            assertThat(result.error())
                    .startsWith("hako: cannot connect container \"" + name + "\"");
        }
    }

    @Test
    void knowARenamedContainerByItsNewName() {
        HAKO.answer("network", "create", "shop");
        BOXES.box("old", "--network=shop", "--network-alias=www");
        BOXES.box("other", "--network=shop");
        HAKO.answer("rename", "old", "new");
        assertThat(BOXES.reaches("other", "new")).isTrue();
        assertThat(BOXES.reaches("other", "www")).isTrue();
        assertThat(BOXES.reaches("other", "old")).isFalse();
    }

    @Test
    void arePartOfAStart() {
        HAKO.answer("network", "create", "shop");
        BOXES.box("web", "--network=shop");
        assertThat(HAKO.answer("explain", "web"))
                .containsPattern("ms  the network is there, with its addresses, ports and names");
    }

    @Test
    void leaveNoBridgeBehindThatNobodyUses() {
        List<String> interfaces = BOXES.interfaces();
        HAKO.answer("network", "create", "idle");
        HAKO.answer("network", "create", "busy");
        BOXES.box("user", "--network=busy");
        assertThat(BOXES.interfaces()).hasSize(interfaces.size() + 3);
        HAKO.crashEngine();
        HAKO.answer("ps");
        Await.until(
                "the end of the idle network's bridge",
                PATIENCE,
                () -> BOXES.interfaces().size() == interfaces.size() + 2);
        BOXES.box("late", "--network=idle");
        assertThat(BOXES.reaches("late", BOXES.address("late", "idle"))).isTrue();
        assertThat(BOXES.reaches("user", BOXES.address("user", "busy"))).isTrue();
    }

    @Test
    void areToldByTheKernelWhereWhatIsWrittenOfThemIsDamaged() throws IOException {
        HAKO.answer("network", "create", "--ipv6", "shop");
        HAKO.answer("network", "create", "back");
        BOXES.box("web", "--network=shop", "--network=name=back,alias=store", "-p", "8080:80");
        BOXES.box("other", "--network=back");
        String format = "{{json .NetworkSettings.Networks}} {{json .NetworkSettings.Ports}}";
        String before = HAKO.answer("inspect", "-f", format, "web");
        String id = HAKO.answer("inspect", "-f", "{{.Id}}", "web");
        Path document =
                HAKO.runDirectory().resolve("containers").resolve(id).resolve("connections.json");
        Files.writeString(document, "{\"schema\":1,\"connections\":[{\"netw");
        HAKO.crashEngine();
        assertThat(HAKO.answer("ps", "--format", "{{.Names}}").lines()).contains("web", "other");
        assertThat(HAKO.answer("inspect", "-f", format, "web")).isEqualTo(before);
        assertThat(BOXES.reaches("other", "store")).isTrue();
        assertThat(HAKO.shell("nft list ruleset").output()).contains("8080");
        assertThat(Files.readString(document)).contains("\"shop\"", "\"back\"");
        HAKO.answer("network", "disconnect", "shop", "web");
        assertThat(HAKO.answer("exec", "web", "ls", "/sys/class/net")).isEqualTo("eth1\nlo");
    }

    @Test
    void loseNothingToACrash() {
        List<String> interfaces = BOXES.interfaces();
        HAKO.answer("network", "create", "--subnet=10.11.0.0/29", "tight");
        BOXES.box("one", "--network=tight");
        BOXES.box("two", "--network=tight");
        String before = BOXES.address("two", "tight");
        HAKO.crashEngine();
        BOXES.box("three", "--network=tight");
        assertThat(BOXES.address("two", "tight")).isEqualTo(before);
        assertThat(List.of(BOXES.address("one", "tight"), before))
                .doesNotContain(BOXES.address("three", "tight"));
        assertThat(BOXES.refused("late", "--network=tight", "--ip=" + before).error())
                .contains("is in use by container \"two\"");
        assertThat(BOXES.reaches("three", before)).isTrue();
        HAKO.crashEngine();
        HAKO.answer("rm", "-f", "one", "two", "three", "late");
        HAKO.answer("network", "rm", "tight");
        assertThat(interfaces).containsAll(BOXES.interfaces());
    }
}
