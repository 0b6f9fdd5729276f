package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of a policy for egress while its container lives, and what is refused.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "ip", "nft", "nc", "curl", "dnsmasq", "python3"})
class EgressLifeIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final EgressHost HOST = EgressHost.make();

    @RegisterExtension static final OwnHost OWN = HOST.own();

    private static final Hako HAKO = OWN.hako();
    private static final Sleepers BOXES = new Sleepers(HAKO);

    @AfterEach
    void removeAll() {
        OWN.empty();
        assertThat(HOST.sh("nft list ruleset")).doesNotContain("box-");
    }

    private static int curl(String box, String url) {
        return HOST.curl(box, url).status();
    }

    @Test
    void changesAtOnce() {
        HOST.box("box");
        assertThat(curl("box", "http://203.0.113.2/")).isZero();
        assertThat(HAKO.answer("update", "--egress", "deny", "box")).isEqualTo("box");
        assertThat(curl("box", "http://203.0.113.2/")).isEqualTo(EgressHost.NO_CONNECTION);
        assertThat(curl("box", "http://api.example.com/")).isEqualTo(EgressHost.NO_NAME);
        HAKO.answer("update", "--egress-allow", "api.example.com:80", "box");
        assertThat(curl("box", "http://api.example.com/")).isZero();
        HAKO.answer("update", "--memory", "64m", "box");
        assertThat(curl("box", "http://far.example.net/")).isEqualTo(EgressHost.NO_NAME);
        HAKO.answer("restart", "-t", "0", "box");
        assertThat(curl("box", "http://api.example.com/")).isZero();
        assertThat(curl("box", "http://far.example.net/")).isEqualTo(EgressHost.NO_NAME);
        HAKO.answer("update", "--egress", "allow", "box");
        assertThat(curl("box", "http://203.0.113.2/")).isZero();
        assertThat(HAKO.answer("inspect", "-f", "{{.HostConfig.Egress}}", "box"))
                .isEqualTo("allow");
    }

    @Test
    void endsWhatIsNotAllowedAnyMore() {
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "load",
                "--dns",
                World.NAME_SERVER,
                "--egress-allow",
                "*.example.com",
                "host",
                "sh",
                "-c",
                "curl -sSN http://alias.example.com/endless & curl -sSN http://api.example.com/endless");
        Await.until("a download", SOON, () -> HAKO.answer("logs", "load").length() > 100);
        HAKO.answer("update", "--egress-allow", "alias.example.com", "load");
        assertThat(HAKO.answer("wait", "load")).isEqualTo("56");
        assertThat(HAKO.run("logs", "load").error()).contains("Connection reset by peer");
    }

    @Test
    void leavesWhatIsStillAllowed() {
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "load",
                "--dns",
                World.NAME_SERVER,
                "--egress-allow",
                "*.example.com",
                "host",
                "curl",
                "-sSN",
                "http://alias.example.com/endless");
        Await.until("a download", SOON, () -> HAKO.answer("logs", "load").length() > 100);
        HAKO.crashEngine();
        HAKO.answer("update", "--egress-allow", "alias.example.com", "load");
        int before = HAKO.answer("logs", "load").length();
        Await.until("more", SOON, () -> HAKO.answer("logs", "load").length() > before + 500);
    }

    @Test
    void holdsWhileNoEngineLives() {
        HOST.box("box", "--egress-allow", "api.example.com");
        assertThat(curl("box", "http://api.example.com/")).isZero();
        String pid = HAKO.answer("inspect", "-f", "{{.State.Pid}}", "box");
        String refused = "curl -s -m 3 http://203.0.113.3/ ; echo $?";
        HAKO.crashEngine();
        for (int i = 0; i < 5; i++) {
            assertThat(World.inNetworkOf(pid, refused)).isEqualTo(EgressHost.NO_CONNECTION + "\n");
        }
        assertThat(World.inNetworkOf(pid, "curl -s -m 3 http://203.0.113.2/")).isEqualTo("hello");
        assertThat(curl("box", "http://203.0.113.2/")).isZero();
        assertThat(curl("box", "http://api.example.com/")).isZero();
        assertThat(curl("box", "http://far.example.net/")).isEqualTo(EgressHost.NO_NAME);
        assertThat(curl("box", "http://203.0.113.3/")).isEqualTo(EgressHost.NO_CONNECTION);
        Await.until(
                "the decision",
                SOON,
                () ->
                        HAKO.answer("logs", "--egress", "box")
                                .contains("refused tcp 203.0.113.3:80"));
    }

    @Test
    void holdsWhenOthersFlushThePacketFilter() {
        HOST.box("box", "--egress-allow", "api.example.com");
        String pid = HAKO.answer("inspect", "-f", "{{.State.Pid}}", "box");
        HOST.sh("nft flush ruleset");
        for (int i = 0; i < 20; i++) {
            assertThat(World.inNetworkOf(pid, "curl -s -m 3 http://203.0.113.3/")).isEmpty();
        }
        Await.until("a repair", SOON, () -> curl("box", "http://api.example.com/") == 0);
        assertThat(curl("box", "http://203.0.113.3/")).isEqualTo(EgressHost.NO_CONNECTION);
    }

    @Test
    void takesTheNetworkFromWhomItCannotHoldBackAnyMore() throws IOException {
        HAKO.answer("network", "create", "shop");
        HOST.box("box", "--network", "shop", "--egress-allow", "api.example.com");
        String pid = HAKO.answer("inspect", "-f", "{{.State.Pid}}", "box");
        String id = HAKO.answer("inspect", "-f", "{{.Id}}", "box");
        Files.writeString(
                HAKO.runDirectory().resolve("containers").resolve(id).resolve("connections.json"),
                "{\"schema\":1,\"connections\":[{\"netw");
        Path shop = HAKO.place().resolve("root/networks/shop/network.json");
        String before = Files.readString(shop);
        Files.writeString(shop, "{");
        // The next one is started by the box's monitor, at once.
        HAKO.crashEngine();
        assertThat(HAKO.answer("ps", "--format", "{{.Names}}")).isEqualTo("box");
        Await.until(
                "the end of its network",
                SOON,
                () -> !World.inNetworkOf(pid, "ip -o link").contains("eth0"));
        assertThat(World.inNetworkOf(pid, "curl -s -m 3 http://203.0.113.3/")).isEmpty();
        Files.writeString(shop, before);
    }

    @Test
    void takesItsTablesAwayWithTheLast() {
        HOST.box("box", "--egress", "deny");
        assertThat(HOST.sh("nft list tables")).contains("-egress");
        HAKO.answer("rm", "-f", "box");
        Await.until(
                "the end of the tables",
                SOON,
                () -> !HOST.sh("nft list tables").contains("-egress"));
    }

    @Test
    void holdsInNetworksThatItIsConnectedToLater() {
        HAKO.answer("network", "create", "shop");
        HAKO.answer("network", "create", "late");
        HOST.box("free", "--network", "late");
        HOST.box("box", "--network", "shop", "--egress-allow", "free:80");
        assertThat(BOXES.reaches("box", BOXES.address("free", "late"))).isFalse();
        HAKO.answer("network", "connect", "late", "box");
        assertThat(BOXES.reaches("box", BOXES.address("free", "late"))).isFalse();
        assertThat(BOXES.reaches("free", "box")).isTrue();
        assertThat(HAKO.answer("exec", "box", "dig", "+short", "free"))
                .isEqualTo(BOXES.address("free", "late"));
        HAKO.answer("network", "disconnect", "shop", "box");
        assertThat(curl("box", "http://203.0.113.2/")).isEqualTo(EgressHost.NO_CONNECTION);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--network host; the network is the host's own",
                "--network none; there is no network to reach anything by",
                "--network container:other; the network is another container's",
                "--egress maybe; it is neither allow nor deny",
                "--egress allow --egress-allow example.com; conflicting options",
                "--egress-allow exam_ple..com; is neither a domain nor an address",
                "--egress-allow example.com:http; \"http\" is no port",
            })
    void isRefusedWhereItCannotBe(String options, String reason) {
        HOST.box("other");
        List<String> words = new ArrayList<>(List.of("--egress-allow", "192.0.2.1"));
        words.addAll(List.of(options.split(" ", -1)));
        assertThat(BOXES.refused("box", words.toArray(String[]::new)).error()).contains(reason);
        assertThat(HAKO.answer("ps", "-a", "--format", "{{.Names}}")).isEqualTo("other");
    }

    @Test
    void isNotGivenToWhomItCannotBeGiven() {
        HAKO.answer("run", "-d", "--name", "lonely", "--network", "none", "host", "sleep", "600");
        Result result = HAKO.run("update", "--egress", "deny", "lonely");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error()).contains("there is no network to reach anything by");
        assertThat(HAKO.answer("inspect", "-f", "{{.HostConfig.Egress}}", "lonely"))
                .isEqualTo("allow");
        HAKO.answer("pod", "create", "--name", "together");
        assertThat(BOXES.refused("box", "--pod", "together", "--egress", "deny").error())
                .contains("the network is the pod's");
    }
}
