package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pods whose containers may not send where they like, on a host of their own with a world behind
/// it.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "ip", "nft", "nc", "curl", "dnsmasq", "python3"})
class PodEgressIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final EgressHost HOST = EgressHost.make();

    @RegisterExtension static final OwnHost OWN = HOST.own();

    private static final Hako HAKO = OWN.hako();
    private static final Sleepers BOXES = new Sleepers(HAKO);

    private static void pod(String name, String... options) {
        List<String> words =
                new ArrayList<>(
                        List.of("pod", "create", "--name", name, "--dns", World.NAME_SERVER));
        words.addAll(List.of(options));
        HAKO.answer(words.toArray(String[]::new));
    }

    private static int curl(String box, String url) {
        return HOST.curl(box, url).status();
    }

    @Test
    void areHeldBackWithAllTheirContainers() {
        pod("team", "--egress-allow", "api.example.com:80");
        BOXES.box("one", "--pod", "team");
        BOXES.box("two", "--pod", "team", "--privileged");
        for (String box : List.of("one", "two")) {
            assertThat(curl(box, "http://api.example.com/")).as(box).isZero();
            assertThat(curl(box, "http://api.example.com:443/"))
                    .isEqualTo(EgressHost.NO_CONNECTION);
            assertThat(curl(box, "http://far.example.net/")).isEqualTo(EgressHost.NO_NAME);
            assertThat(curl(box, "http://203.0.113.4/")).isEqualTo(EgressHost.NO_CONNECTION);
            assertThat(curl(box, "http://[2001:db8::2]/")).isEqualTo(EgressHost.NO_CONNECTION);
        }
        HAKO.answer("exec", "two", "ip", "address", "add", "172.31.255.9/16", "dev", "eth0");
        Result spoofed =
                HAKO.run(
                        "exec",
                        "two",
                        "curl",
                        "-sS",
                        "-m3",
                        "--interface",
                        "172.31.255.9",
                        "http://203.0.113.2/");
        assertThat(spoofed.status()).isNotZero();
        Await.until(
                "what was decided",
                SOON,
                () ->
                        HAKO.answer("logs", "--egress", "one")
                                .contains("refused far.example.net A: no rule allows it"));
        assertThat(HAKO.answer("logs", "--egress", "two"))
                .contains("allowed api.example.com A -> 203.0.113.2");
    }

    @Test
    void staySoWithoutAnEngineAndWithTheNext() {
        pod("team", "--egress-allow", "api.example.com");
        BOXES.box("one", "--pod", "team");
        assertThat(curl("one", "http://api.example.com/")).isZero();
        HAKO.crashEngine();
        assertThat(curl("one", "http://203.0.113.3/")).isEqualTo(EgressHost.NO_CONNECTION);
        assertThat(curl("one", "http://api.example.com/")).isZero();
        assertThat(curl("one", "http://far.example.net/")).isEqualTo(EgressHost.NO_NAME);
        HAKO.answer("pod", "stop", "-t", "0", "team");
        HAKO.answer("pod", "start", "team");
        assertThat(curl("one", "http://203.0.113.3/")).isEqualTo(EgressHost.NO_CONNECTION);
        assertThat(curl("one", "http://api.example.com/")).isZero();
        HAKO.answer("pod", "rm", "-f", "team");
        assertThat(HOST.sh("nft list ruleset")).doesNotContain("box-");
    }

    @Test
    void areToldOtherwiseWhileTheirContainersRun() {
        pod("team");
        BOXES.box("one", "--pod", "team");
        assertThat(curl("one", "http://203.0.113.3/")).isZero();
        HAKO.answer("update", "--egress-allow", "api.example.com", "team");
        assertThat(curl("one", "http://api.example.com/")).isZero();
        assertThat(curl("one", "http://203.0.113.3/")).isEqualTo(EgressHost.NO_CONNECTION);
        HAKO.answer("pod", "stop", "-t", "0", "team");
        HAKO.answer("pod", "start", "team");
        assertThat(curl("one", "http://203.0.113.3/")).isEqualTo(EgressHost.NO_CONNECTION);
        assertThat(HAKO.run("update", "--memory", "64m", "team").error())
                .contains("neither limits nor a restart policy");
        HAKO.answer("update", "--egress", "allow", "team");
        assertThat(curl("one", "http://203.0.113.3/")).isZero();
    }

    @Test
    void areHeldBackInNetworksOfTheirOwnToo() {
        HAKO.answer("network", "create", "shop");
        HOST.box("db", "--network", "shop");
        HOST.box("other", "--network", "shop");
        pod("team", "--network", "shop", "--egress-allow", "db");
        BOXES.box("one", "--pod", "team");
        assertThat(BOXES.reaches("one", "db")).isTrue();
        assertThat(BOXES.reaches("one", BOXES.address("other", "shop"))).isFalse();
        assertThat(BOXES.reaches("other", "team")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --network host | the network is the host's own
                    --network none | there is no network to reach anything by
                    --network cni | plugins make the network
                    --share ipc    | do not share a network
                    """)
    void areRefusedAPolicyThatCouldNotBeEnforced(String options, String reason) {
        List<String> words = new ArrayList<>(List.of("pod", "create", "--egress", "deny"));
        words.addAll(List.of(options.split(" ", -1)));
        Result result = HAKO.run(words.toArray(String[]::new));
        assertThat(result.status()).isNotZero();
        assertThat(result.error()).contains(reason);
        assertThat(HAKO.answer("pod", "ls", "-q")).isEmpty();
    }
}
