package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Containers that may not send where they like, on a host of their own with a world behind it.
@NeedsRoot
@NeedsProgram({
    "busybox", "unshare", "nsenter", "ip", "nft", "nc", "curl", "dig", "dnsmasq", "python3"
})
class EgressIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final EgressHost HOST = EgressHost.make();

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

    private static String decisions(String box) {
        return HAKO.answer("logs", "--egress", box);
    }

    private static void awaitDecision(String box, String decision) {
        Await.until(decision, SOON, () -> decisions(box).contains(decision));
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
        assertThat(
                        HAKO.run(
                                        "exec",
                                        "box",
                                        "dig",
                                        "+time=1",
                                        "+tries=1",
                                        "@203.0.113.4",
                                        "example.com")
                                .status())
                .isEqualTo(9);
        assertThat(HAKO.run("exec", "box", "ping", "-c1", "-W1", "203.0.113.4").status())
                .isEqualTo(1);
        awaitDecision("box", "refused udp 203.0.113.4:53: no rule allows it");
        assertThat(decisions("box"))
                .contains(
                        "allowed api.example.com A -> 203.0.113.2\n",
                        "refused tcp 203.0.113.2:443: no rule allows it\n",
                        "allowed alias.example.com A -> 203.0.113.3\n",
                        "refused far.example.net A: no rule allows it\n",
                        "refused tcp 203.0.113.4:80: no rule allows it\n",
                        "refused icmp 203.0.113.4: no rule allows it");
        assertThat(
                        HAKO.answer(
                                "logs",
                                "--egress",
                                "--tail",
                                "1",
                                "--format",
                                "{{.Decision}} {{.Type}}",
                                "box"))
                .startsWith("refused ");
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
        assertThat(
                        HAKO.answer(
                                "inspect",
                                "-f",
                                "{{.HostConfig.Egress}} {{.HostConfig.EgressAllow}}",
                                "box"))
                .isEqualTo("deny [api.example.com:80 alias.example.com]");
    }

    @Test
    void programsOfABuildReachWhatItsRulesNameAndNothingElse() throws IOException {
        Path tree = HAKO.place().resolve("busybox");
        BusyboxTree.make(tree, 0);
        HAKO.shell("tar -C %s -c . | hako import -c 'ENV PATH=/bin' - base:1".formatted(tree));
        Path context = Files.createDirectory(HAKO.place().resolve("context"));
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM base:1\nARG FROM\nRUN wget -q -O /page http://$FROM/\n");
        String build = "hako build --no-cache --egress-allow 203.0.113.2:80 --build-arg FROM=";
        Result named = HAKO.shell(build + "203.0.113.2 -t named " + context);
        assertThat(named.status()).as(named.error()).isZero();
        assertThat(HAKO.answer("run", "--rm", "named", "cat", "/page")).isEqualTo("hello");
        Result other = HAKO.shell(build + "203.0.113.4 " + context);
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.error()).contains("line 3, RUN: ");
    }

    @Test
    void reachNobodyWhenNothingIsAllowed() {
        HOST.box("box", "--egress", "deny");
        fails("box", "http://api.example.com/", EgressHost.NO_NAME);
        fails("box", "http://203.0.113.2/", EgressHost.NO_CONNECTION);
        assertThat(
                        HAKO.answer(
                                "inspect",
                                "-f",
                                "{{.HostConfig.Egress}} {{.HostConfig.EgressAllow}}",
                                "box"))
                .isEqualTo("deny []");
        HOST.box("free");
        reaches("free", "http://203.0.113.2/");
        String address = BOXES.address("free", "bridge");
        assertThat(BOXES.reaches("box", address)).isFalse();
        assertThat(BOXES.reaches("free", BOXES.address("box", "bridge"))).isTrue();
    }

    @Test
    void areTakenByAWildcardOrARangeToWhatIsInIt() {
        HAKO.answer("network", "create", "--ipv6", "shop");
        HOST.box(
                "box",
                "--network",
                "shop",
                "--egress-allow",
                "*.example.com",
                "--egress-allow",
                "203.0.113.4:443");
        reaches("box", "http://api.example.com/");
        reaches("box", "http://six.example.com/");
        fails("box", "http://example.com/", EgressHost.NO_NAME);
        fails("box", "http://badexample.com/", EgressHost.NO_NAME);
        reaches("box", "http://203.0.113.4:443/");
        fails("box", "http://203.0.113.4/", EgressHost.NO_CONNECTION);
        assertThat(HAKO.answer("exec", "box", "dig", "+short", "TXT", "text.example.com"))
                .isEqualTo("\"hello\"");
        assertThat(HAKO.answer("exec", "box", "dig", "TXT", "text.example.net"))
                .contains("NXDOMAIN")
                .doesNotContain("secret");
        assertThat(HAKO.answer("exec", "box", "dig", "HTTPS", "api.example.com"))
                .contains("NOERROR", "ANSWER: 0");
    }

    @Test
    void areNotTakenByANameToWhatIsNotOfTheWorld() {
        HOST.box("box", "--egress-allow", "*.example.com");
        fails("box", "http://inside.example.com/", EgressHost.NO_NAME);
        fails("box", "http://cloud.example.com/", EgressHost.NO_NAME);
        fails("box", "http://here.example.com/", EgressHost.NO_CONNECTION);
        assertThat(decisions("box"))
                .contains(
                        "refused inside.example.com A -> 10.0.0.7: this address is private, and only"
                                + " allowed by --egress-allow 10.0.0.7",
                        "refused cloud.example.com A -> 169.254.169.254: this address is link-local");
        HAKO.answer("network", "create", "--subnet", "198.51.100.0/24", "public");
        HOST.box("public", "--network", "public", "--ip", "198.51.100.7");
        fails("box", "http://public.example.com/", EgressHost.NO_NAME);
        assertThat(decisions("box"))
                .contains(
                        "refused public.example.com A -> 198.51.100.7: this address is of a network");
        HOST.box("trusted", "--egress-allow", "*.example.com", "--egress-allow", "10.0.0.0/8");
        assertThat(HAKO.answer("exec", "trusted", "dig", "+short", "inside.example.com"))
                .isEqualTo("10.0.0.7");
    }

    @Test
    void reachNeighboursWhoseNamesTheyMay() {
        HAKO.answer("network", "create", "shop");
        HOST.box("db", "--network", "shop");
        HOST.box("other", "--network", "shop");
        HOST.box("box", "--network", "shop", "--egress-allow", "db");
        assertThat(BOXES.reaches("box", "db")).isTrue();
        assertThat(BOXES.reaches("box", "other")).isFalse();
        String other = BOXES.address("other", "shop");
        assertThat(BOXES.reaches("box", other)).isFalse();
        assertThat(BOXES.reaches("other", "box")).isTrue();
        // His address is let go of with him: who gets it next is another.
        String address = BOXES.address("db", "shop");
        HAKO.answer("rm", "-f", "db");
        HOST.box("next", "--network", "shop", "--ip", address);
        assertThat(BOXES.reaches("other", "next")).isTrue();
        assertThat(BOXES.reaches("box", address)).isFalse();
    }

    @Test
    void haveNoWayOutWithPrivileges() {
        HOST.box("free");
        HOST.box("box", "--privileged", "--egress-allow", "api.example.com:80");
        reaches("box", "http://api.example.com/");
        HAKO.answer(
                "exec",
                "box",
                "sh",
                "-c",
                "nft flush ruleset; ip route add 203.0.113.4 via 172.17.0.1; true");
        fails("box", "http://203.0.113.4/", EgressHost.NO_CONNECTION);
        HAKO.answer(
                "exec",
                "box",
                "ip",
                "address",
                "add",
                BOXES.address("free", "bridge") + "/16",
                "dev",
                "eth0");
        String spoofed = BOXES.address("free", "bridge");
        assertThat(
                        HAKO.run(
                                        "exec",
                                        "box",
                                        "curl",
                                        "-sS",
                                        "-m",
                                        "2",
                                        "--interface",
                                        spoofed,
                                        "http://203.0.113.4/")
                                .status())
                .isEqualTo(28);
        reaches("free", "http://203.0.113.4/");
    }
}
