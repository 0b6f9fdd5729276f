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

/// Ports of containers, and their names, on a host of their own.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "ip", "python3", "nft", "curl", "dig"})
class PublishIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    @RegisterExtension static final OwnHost HOST = OwnHost.ofRoot();

    private static final Hako HAKO = HOST.hako();

    /// A container that serves its own `/etc/hostname` by HTTP at port 80.
    private static void web(String name, String... options) {
        List<String> words =
                new ArrayList<>(List.of("run", "-d", "--name", name, "--hostname", name));
        words.addAll(List.of(options));
        words.addAll(List.of("host", "python3", "-m", "http.server", "80", "--directory", "/etc"));
        HAKO.answer(words.toArray(String[]::new));
    }

    /// What the host gets of an address.
    private static String get(String place) {
        return HAKO.shell("curl -gsS -m 2 http://" + place + "/hostname").output().strip();
    }

    private static void awaitPage(String place, String page) {
        Await.until(page + " at " + place, DEADLINE, () -> get(place).equals(page));
    }

    private static void refuses(String place) {
        assertThat(HAKO.shell("curl -gsS -m 2 http://" + place + "/").status())
                .as(place)
                .isNotZero();
    }

    @Test
    void isReachedFromTheHostByAllItsAddresses() {
        HAKO.shell("ip link add outside type bridge; ip address add 10.99.0.1/24 dev outside");
        HAKO.shell("ip link set outside up");
        web("shop", "-p", "8080:80");
        awaitPage("127.0.0.1:8080", "shop");
        assertThat(get("10.99.0.1:8080")).isEqualTo("shop");
        refuses("127.0.0.1:8081");
        assertThat(HAKO.answer("ps", "--format", "{{.Ports}}")).isEqualTo("0.0.0.0:8080->80/tcp");
        assertThat(HAKO.answer("port", "shop")).isEqualTo("80/tcp -> 0.0.0.0:8080");
        assertThat(HAKO.answer("port", "shop", "80")).isEqualTo("0.0.0.0:8080");
        assertThat(HAKO.run("port", "shop", "81").error()).contains("no public port \"81/tcp\"");
        assertThat(
                        HAKO.answer(
                                "inspect",
                                "-f",
                                "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}",
                                "shop"))
                .isEqualTo("8080");
        HAKO.shell("ip link delete outside");
    }

    @Test
    void isReachedByTheOneAddressThatWasNamed() {
        HAKO.shell("ip link add outside type bridge; ip address add 10.99.0.1/24 dev outside");
        HAKO.shell("ip link set outside up");
        web("shop", "-p", "10.99.0.1:8080:80");
        awaitPage("10.99.0.1:8080", "shop");
        refuses("127.0.0.1:8080");
        HAKO.shell("ip link delete outside");
    }

    @Test
    void isReachedByIpv6() {
        HAKO.shell("ip link add outside type bridge; ip address add fd99::1/64 dev outside nodad");
        HAKO.shell("ip link set outside up");
        HAKO.answer("network", "create", "--ipv6", "both");
        String server =
                """
                import http.server as h, socket
                h.HTTPServer.address_family = socket.AF_INET6
                h.test(HandlerClass=h.SimpleHTTPRequestHandler, port=80, bind='::')
                """;
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "shop",
                "--hostname",
                "shop",
                "--network",
                "both",
                "-p",
                "8080:80",
                "-w",
                "/etc",
                "host",
                "python3",
                "-c",
                server);
        awaitPage("[fd99::1]:8080", "shop");
        assertThat(get("127.0.0.1:8080")).isEqualTo("shop");
        assertThat(HAKO.answer("port", "shop"))
                .isEqualTo("80/tcp -> 0.0.0.0:8080\n80/tcp -> [::]:8080");
        HAKO.shell("ip link delete outside");
    }

    @Test
    void isReachedFromOtherContainersByTheHost() {
        web("shop", "-p", "8080:80");
        awaitPage("127.0.0.1:8080", "shop");
        HAKO.answer("network", "create", "other");
        String gateway =
                HAKO.answer(
                        "network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "other");
        for (String network : List.of("other", "bridge")) {
            assertThat(
                            HAKO.answer(
                                    "run",
                                    "--rm",
                                    "--network",
                                    network,
                                    "host",
                                    "curl",
                                    "-gsS",
                                    "-m",
                                    "2",
                                    "http://" + gateway + ":8080/hostname"))
                    .as(network)
                    .isEqualTo("shop");
        }
    }

    @Test
    void carriesDatagrams() {
        DatagramEcho.run(HAKO, "-p", "5300:53/udp");
        String ask =
                "python3 -c \"import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
                        + " s.settimeout(1); s.sendto(b'hello', ('127.0.0.1', 5300));"
                        + " print(s.recv(99).decode())\"";
        Await.until("an answer", DEADLINE, () -> HAKO.shell(ask).output().strip().equals("HELLO"));
    }

    @Test
    void isAFreeOneIfNoneIsNamed() {
        web("any", "-p", "80", "-p", "127.0.0.1::80");
        List<String> places = HAKO.answer("port", "any", "80").lines().toList();
        assertThat(places).hasSize(2).first().asString().startsWith("0.0.0.0:");
        awaitPage(places.getFirst().replace("0.0.0.0", "127.0.0.1"), "any");
        assertThat(get(places.getLast())).isEqualTo("any");

        web("first", "-p", "9000-9002:80");
        web("second", "-p", "9000-9002:80");
        assertThat(HAKO.answer("port", "first", "80")).isEqualTo("0.0.0.0:9000");
        assertThat(HAKO.answer("port", "second", "80")).isEqualTo("0.0.0.0:9001");

        web("pair", "-p", "9100-9101:80-81");
        assertThat(HAKO.answer("port", "pair"))
                .isEqualTo("80/tcp -> 0.0.0.0:9100\n81/tcp -> 0.0.0.0:9101");

        web("all", "-P", "--expose", "80", "--expose", "90/udp");
        assertThat(HAKO.answer("port", "all").lines()).hasSize(2);
        awaitPage(HAKO.answer("port", "all", "80").replace("0.0.0.0", "127.0.0.1"), "all");
    }

    @Test
    void isRefusedIfSomebodyHasIt() {
        web("shop", "-p", "8080:80");
        Result second = HAKO.run("run", "--rm", "-p", "8080:80", "host", "true");
        assertThat(second.status()).isEqualTo(125);
        assertThat(second.error()).contains("0.0.0.0:8080/tcp");
        Result other =
                HAKO.shell(
                        "python3 -m http.server 8090 > log 2>&1 & "
                                + "until curl -s 127.0.0.1:8090 > page; do sleep 0.1; done; "
                                + "hako run --rm -p 8090:80 host true; code=$?; kill $!; exit $code");
        assertThat(other.status()).isEqualTo(125);
        assertThat(other.error()).contains("0.0.0.0:8090/tcp", "python3");
        for (String wrong :
                List.of("0:80", "80:0", "1-2:1-3", "x:80", "80/sctp", "65536", "a:b:c:d")) {
            assertThat(HAKO.run("run", "--rm", "-p", wrong, "host", "true").status())
                    .as(wrong)
                    .isEqualTo(125);
        }
    }

    @Test
    void isRefusedWithTheReasonIfItIsOfSctp() {
        for (String form : List.of("80/sctp", "8080:80/sctp", "127.0.0.1:8080-8081:80-81/sctp")) {
            Result result = HAKO.run("run", "--rm", "-p", form, "host", "true");
            assertThat(result.status()).as(form).isEqualTo(125);
            assertThat(result.error()).contains("ports of sctp cannot be published");
        }
    }

    @Test
    void isFreeWhenTheContainerHasEnded() {
        web("shop", "-p", "8080:80");
        awaitPage("127.0.0.1:8080", "shop");
        HAKO.answer("stop", "-t", "0", "shop");
        refuses("127.0.0.1:8080");
        assertThat(HAKO.answer("port", "shop")).isEmpty();
        web("next", "-p", "8080:80");
        awaitPage("127.0.0.1:8080", "next");
        HAKO.answer("rm", "-f", "next");
        HAKO.answer("start", "shop");
        awaitPage("127.0.0.1:8080", "shop");
    }

    @Test
    void outlivesEnginesAndFlushes() {
        HAKO.answer("network", "create", "shop");
        web("web", "--network", "shop", "-p", "8080:80");
        awaitPage("127.0.0.1:8080", "web");
        HAKO.crashEngine();
        awaitPage("127.0.0.1:8080", "web");
        HAKO.shell("nft flush ruleset");
        awaitPage("127.0.0.1:8080", "web");
        HAKO.crashEngine();
        HAKO.answer("rm", "-f", "web");
        refuses("127.0.0.1:8080");
        assertThat(HAKO.shell("nft list ruleset").output()).doesNotContain("8080");
    }

    @Test
    void namesAreAnsweredAgainAfterACrash() {
        HAKO.answer("network", "create", "shop");
        web("web", "--network", "shop");
        String gateway =
                HAKO.answer(
                        "network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "shop");
        String address =
                HAKO.answer("inspect", "-f", "{{.NetworkSettings.Networks.shop.IPAddress}}", "web");
        String ask = "dig +short +tries=1 +time=1 @" + gateway + " web";
        assertThat(HAKO.shell(ask).output().strip()).isEqualTo(address);
        assertThat(HAKO.shell("dig +short @" + gateway + " -x " + address).output().strip())
                .isEqualTo("web.shop.");
        HAKO.crashEngine();
        Await.until("names", DEADLINE, () -> HAKO.shell(ask).output().strip().equals(address));
    }

    @Test
    void isRefusedWhereLinuxLeadsNobodyToIt() {
        HAKO.answer("network", "create", "--ipv6", "both");
        Result result =
                HAKO.run("run", "--rm", "--network=both", "-p", "[::1]:8080:80", "host", "true");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error())
                .contains("at ::1: Linux routes that address to no container", "127.0.0.1");
    }
}
