package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An ordinary user's containers that may not send where they like.
@NeedsRoot
@NeedsProgram({
    "setpriv", "unshare", "nsenter", "ip", "nft", "nc", "curl", "dig", "dnsmasq", "python3", "pasta"
})
class UserEgressIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final EgressHost HOST = EgressHost.ofUser(64_061, true);

    /// Makes a socket that sends frames of its own making, or says that it may not.
    private static final String FRAMES =
            "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)";

    @RegisterExtension static final OwnHost OWN = HOST.own();

    private static final Hako HAKO = OWN.hako();
    private static final Sleepers BOXES = new Sleepers(HAKO);

    private static void reaches(String box, String url) {
        assertThat(HOST.curl(box, url)).as(url).isEqualTo(Result.printed("hello"));
    }

    private static void fails(String box, String url, int how) {
        Result result = HOST.curl(box, url);
        assertThat(result.status()).as(url + ": " + result.error()).isEqualTo(how);
    }

    private static void awaitDecision(String box, String decision) {
        Await.until(decision, SOON, () -> HAKO.answer("logs", "--egress", box).contains(decision));
    }

    @Test
    void reachWhatTheirRulesNameAndNothingElse() {
        HOST.box(
                "box",
                "--egress-allow",
                "api.example.com:80",
                "--egress-allow",
                "alias.example.com");
        reaches("box", "http://api.example.com/");
        fails("box", "http://api.example.com:443/", EgressHost.NO_CONNECTION);
        reaches("box", "http://alias.example.com:443/");
        fails("box", "http://far.example.net/", EgressHost.NO_NAME);
        fails("box", "http://203.0.113.4/", EgressHost.NO_CONNECTION);
        fails("box", "http://[2001:db8::2]/", EgressHost.NO_CONNECTION);
        Result foreign =
                HAKO.run(
                        "exec", "box", "dig", "+time=1", "+tries=1", "@203.0.113.4", "example.com");
        assertThat(foreign.status()).isEqualTo(9);
        awaitDecision("box", "refused udp 203.0.113.4:53: no rule allows it");
        assertThat(HAKO.answer("logs", "--egress", "box"))
                .contains(
                        "allowed api.example.com A -> 203.0.113.2\n",
                        "refused tcp 203.0.113.2:443: no rule allows it\n",
                        "allowed alias.example.com A -> 203.0.113.3\n",
                        "refused far.example.net A: no rule allows it\n",
                        "refused tcp 203.0.113.4:80: no rule allows it\n");
        assertThat(
                        HAKO.answer(
                                "events",
                                "--since",
                                "1h",
                                "--until",
                                "0s",
                                "--filter",
                                "event=egress",
                                "--format",
                                "{{.Actor.Attributes.decision}} {{.Actor.Attributes.subject}}"))
                .contains("allowed api.example.com A", "refused tcp 203.0.113.4:80");
        HOST.box("ranged", "--egress-allow", "203.0.113.4:443", "--egress-allow", "*.example.com");
        reaches("ranged", "http://203.0.113.4:443/");
        reaches("ranged", "http://six.example.com/");
        fails("ranged", "http://203.0.113.4/", EgressHost.NO_CONNECTION);
        fails("ranged", "http://inside.example.com/", EgressHost.NO_NAME);
    }

    @Test
    void haveNoRightsOverTheirOwnNetwork() {
        for (String option : List.of("--privileged", "--cap-add=NET_RAW", "--cap-add=ALL")) {
            assertThat(BOXES.refused("box", "--egress", "deny", option).error())
                    .contains("cannot enforce --egress deny", option.replace('=', ' '));
        }
        HOST.box("box", "--egress", "deny");
        HOST.box("guest", "--network", "container:box");
        for (String each : List.of("box", "guest")) {
            assertThat(HAKO.run("exec", each, "python3", "-c", FRAMES).error())
                    .contains("Operation not permitted");
            assertThat(HAKO.run("exec", each, "nft", "flush", "ruleset").status()).isNotZero();
            assertThat(HAKO.run("exec", each, "ping", "-c1", "-W1", "203.0.113.4").status())
                    .isNotZero();
            fails(each, "http://203.0.113.4/", EgressHost.NO_CONNECTION);
            assertThat(HAKO.run("exec", "--privileged", each, "true").error())
                    .contains("cannot enforce --egress deny", "leave out --privileged");
        }
        assertThat(BOXES.refused("other", "--network", "container:box", "--privileged").error())
                .contains("cannot enforce --egress deny");
    }

    @Test
    void areToldOtherwiseWhileTheyRun() {
        HOST.box("box", "--cap-drop", "NET_RAW");
        reaches("box", "http://203.0.113.2/");
        HAKO.answer("update", "--egress", "deny", "box");
        fails("box", "http://203.0.113.2/", EgressHost.NO_CONNECTION);
        fails("box", "http://api.example.com/", EgressHost.NO_NAME);
        HAKO.answer("update", "--egress-allow", "api.example.com:80", "box");
        reaches("box", "http://api.example.com/");
        fails("box", "http://203.0.113.3/", EgressHost.NO_CONNECTION);
        HAKO.answer("restart", "-t", "0", "box");
        reaches("box", "http://api.example.com/");
        fails("box", "http://203.0.113.3/", EgressHost.NO_CONNECTION);
        HAKO.answer("update", "--egress", "allow", "box");
        reaches("box", "http://203.0.113.3/");
        HOST.box("raw");
        Result refused = HAKO.run("update", "--egress", "deny", "raw");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.error()).contains("NET_RAW", "start them again");
        reaches("raw", "http://203.0.113.3/");
        HAKO.answer("stop", "-t", "0", "raw");
        HAKO.answer("update", "--egress", "deny", "raw");
        HAKO.answer("start", "raw");
        fails("raw", "http://203.0.113.3/", EgressHost.NO_CONNECTION);
    }

    @Test
    void endWhatIsNotAllowedAnyMore() {
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
                "http://api.example.com/endless");
        Await.until("a download", SOON, () -> HAKO.answer("logs", "load").length() > 100);
        HAKO.answer("update", "--egress-allow", "alias.example.com", "load");
        assertThat(HAKO.answer("wait", "load")).isEqualTo("56");
    }

    @Test
    void areHeldBackWithoutAnEngineAndByTheNext() {
        HOST.box("box", "--egress-allow", "api.example.com");
        reaches("box", "http://api.example.com/");
        String pid = HAKO.answer("inspect", "-f", "{{.State.Pid}}", "box");
        HAKO.crashEngine();
        for (int i = 0; i < 5; i++) {
            assertThat(World.inNetworkOf(pid, "curl -s -m 3 http://203.0.113.3/ ; echo $?"))
                    .isEqualTo(EgressHost.NO_CONNECTION + "\n");
        }
        reaches("box", "http://api.example.com/");
        fails("box", "http://far.example.net/", EgressHost.NO_NAME);
        fails("box", "http://203.0.113.3/", EgressHost.NO_CONNECTION);
        awaitDecision("box", "refused tcp 203.0.113.3:80");
    }

    @Test
    void areHeldBackInPodsAndNetworksOfTheirOwn() {
        HAKO.answer("network", "create", "shop");
        HOST.box("db", "--network", "shop");
        HOST.box("other", "--network", "shop");
        HAKO.answer(
                "pod",
                "create",
                "--name",
                "team",
                "--network",
                "shop",
                "--dns",
                World.NAME_SERVER,
                "--egress-allow",
                "db");
        BOXES.box("one", "--pod", "team");
        assertThat(HAKO.answer("exec", "one", "getent", "hosts", "db"))
                .startsWith(BOXES.address("db", "shop"));
        assertThat(HAKO.run("exec", "one", "getent", "hosts", "other").status()).isNotZero();
        fails("one", "http://203.0.113.3/", EgressHost.NO_CONNECTION);
        fails("one", "http://" + BOXES.address("other", "shop") + "/", EgressHost.NO_CONNECTION);
        assertThat(BOXES.reaches("other", "team")).isTrue();
        assertThat(BOXES.refused("two", "--pod", "team", "--privileged").error())
                .contains("cannot enforce --egress deny");
        HAKO.answer("update", "--egress-allow", "api.example.com", "team");
        reaches("one", "http://api.example.com/");
        assertThat(HAKO.run("exec", "one", "getent", "hosts", "db").status()).isNotZero();
        HAKO.crashEngine();
        reaches("one", "http://api.example.com/");
        fails("one", "http://203.0.113.3/", EgressHost.NO_CONNECTION);
    }

    @Test
    void areHeldBackWithSlirp4netnsToo() {
        EgressHost slirp = EgressHost.ofUser(64_062, false);
        try (World _ = slirp.world();
                Hako hako = slirp.own().hako()) {
            slirp.box("box", "--egress-allow", "api.example.com:80");
            assertThat(slirp.curl("box", "http://api.example.com/"))
                    .isEqualTo(Result.printed("hello"));
            assertThat(slirp.curl("box", "http://203.0.113.3/").status())
                    .isEqualTo(EgressHost.NO_CONNECTION);
            assertThat(slirp.curl("box", "http://far.example.net/").status())
                    .isEqualTo(EgressHost.NO_NAME);
            assertThat(hako.answer("logs", "--egress", "box"))
                    .contains("allowed api.example.com A -> 203.0.113.2");
        } finally {
            slirp.machine().close();
        }
    }
}
