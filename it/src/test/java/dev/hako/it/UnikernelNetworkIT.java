package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Networks of boxes on kernels of their own, on a host of their own with a world behind it.
@NeedsRoot
@NeedsProgram({
    "unshare",
    "nsenter",
    "ip",
    "ping",
    "nft",
    "nc",
    "curl",
    "dnsmasq",
    "busybox",
    "nginx",
    "python3",
    "redis-server",
    "redis-cli"
})
class UnikernelNetworkIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final EgressHost HOST = EgressHost.make();

    @RegisterExtension static final OwnHost OWN = HOST.own();

    private static final Hako HAKO = OWN.hako();
    private static final Sleepers BOXES = new Sleepers(HAKO);

    @BeforeAll
    static void bringKernelAndImage() throws IOException {
        GuestKernels.bring(HAKO);
        ServerTree.make(HAKO.place().resolve("tree"));
        GuestKernels.bringImage(HAKO, "tree", "web");
    }

    private static void guest(String name, List<String> options, String... program) {
        List<String> words =
                new ArrayList<>(List.of("run", "-d", "--isolation", "unikernel", "--name", name));
        words.addAll(options);
        words.add("web");
        words.addAll(List.of(program));
        HAKO.answer(words.toArray(String[]::new));
    }

    private static void guest(String name, String... options) {
        guest(name, List.of(options), "sleep", "600");
    }

    private static String inside(String name, String line) {
        return HAKO.answer("exec", name, "sh", "-c", line);
    }

    private static void awaitPage(String place) {
        Await.until(
                "a page at " + place,
                DEADLINE,
                () -> HAKO.shell("curl -sm5 " + place).output().equals("shop"));
    }

    @Test
    void isReachedByItsPortAndByItsName() {
        HAKO.answer("network", "create", "shop");
        guest(
                "web",
                List.of("--network", "shop", "-p", "8080:80"),
                "nginx",
                "-c",
                "/etc/nginx.conf");
        awaitPage("127.0.0.1:8080");
        BOXES.box("peer", "--network", "shop");
        assertThat(BOXES.reaches("peer", "web")).isTrue();
        assertThat(HAKO.answer("exec", "peer", "curl", "-s", "http://web/")).isEqualTo("shop");
        assertThat(inside("web", "ping -c1 -W2 peer")).contains("1 packets received");

        HAKO.crashEngine();
        awaitPage("127.0.0.1:8080");
        assertThat(inside("web", "ping -c1 -W2 " + BOXES.address("peer", "shop")))
                .contains("1 packets received");
        HAKO.answer("rm", "-f", "web");
        assertThat(HAKO.shell("curl -sm5 127.0.0.1:8080").status()).isNotZero();
    }

    @Test
    void hasTheAddressesThatWereAskedFor() {
        HAKO.answer(
                "network",
                "create",
                "--subnet=fd00:7::/64",
                "--subnet=10.7.0.0/24",
                "--opt=com.docker.network.driver.mtu=1280",
                "plan");
        guest(
                "exact",
                "--network=plan",
                "--ip=10.7.0.9",
                "--ip6=fd00:7::9",
                "--mac-address=02:00:00:00:00:09",
                "--hostname=exact.test");
        assertThat(inside("exact", "ip address show eth0"))
                .contains("10.7.0.9/24", "fd00:7::9/64", "02:00:00:00:00:09", "mtu 1280");
        assertThat(inside("exact", "ip route")).contains("default via 10.7.0.1 dev eth0");
        assertThat(inside("exact", "cat /etc/hosts")).contains("10.7.0.9\texact.test");
        assertThat(inside("exact", "cat /etc/resolv.conf")).contains("nameserver 10.7.0.1");
        BOXES.box("peer", "--network=plan");
        assertThat(BOXES.reaches("peer", "10.7.0.9")).isTrue();
        assertThat(BOXES.reaches("peer", "fd00:7::9")).isTrue();
        assertThat(HAKO.answer("exec", "peer", "ip", "neighbour"))
                .contains("10.7.0.9 dev eth0 lladdr 02:00:00:00:00:09");
    }

    @Test
    void isInTheStandardNetworkIfItNamesNone() {
        Result shown =
                HAKO.run(
                        "run",
                        "--rm",
                        "--isolation",
                        "unikernel",
                        "web",
                        "sh",
                        "-c",
                        "ls /sys/class/net; ip route");
        assertThat(shown.error()).isEmpty();
        assertThat(shown.output()).startsWith("eth0\nlo\ndefault via ");
        Result none =
                HAKO.run(
                        "run",
                        "--rm",
                        "--network=none",
                        "--isolation",
                        "unikernel",
                        "web",
                        "ls",
                        "/sys/class/net");
        assertThat(none).isEqualTo(Result.printed("lo\n"));
    }

    @Test
    void canBeInSeveralNetworksAfterItWasConnected() {
        HAKO.answer("network", "create", "front");
        HAKO.answer("network", "create", "back");
        HAKO.answer("network", "create", "late");
        BOXES.box("web", "--network", "front");
        BOXES.box("store", "--network", "back");
        guest("between", "--network", "front", "--network", "back");
        assertThat(inside("between", "ls /sys/class/net")).isEqualTo("eth0\neth1\nlo");
        assertThat(inside("between", "ping -c1 -W2 web && ping -c1 -W2 store"))
                .contains("1 packets received");

        for (String change : List.of("connect late", "disconnect front")) {
            Result refused = HAKO.shell("hako network " + change + " between");
            assertThat(refused.status()).isNotZero();
            assertThat(refused.error())
                    .contains("cannot change the networks of a container that runs", "hint: stop");
        }
        HAKO.answer("stop", "-t", "1", "between");
        HAKO.answer("network", "disconnect", "front", "between");
        HAKO.answer("network", "connect", "late", "between");
        HAKO.answer("start", "between");
        assertThat(inside("between", "ping -c1 -W2 store")).contains("1 packets received");
        assertThat(inside("between", "ls /sys/class/net")).isEqualTo("eth0\neth1\nlo");
    }

    @Test
    void carriesMuchBothWaysAndCountsIt() {
        HAKO.answer("network", "create", "shop");
        guest(
                "web",
                List.of("--network", "shop", "-p", "8080:8000"),
                "python3",
                "-m",
                "http.server",
                "--directory",
                "/srv",
                "8000");
        inside("web", "head -c 33554432 /dev/urandom > /srv/much");
        String sum = inside("web", "md5sum < /srv/much");
        String get = "curl -s 127.0.0.1:8080/much";
        Await.until("its server", DEADLINE, () -> HAKO.shell(get + " -o much").status() == 0);
        assertThat(HAKO.shell("md5sum < much").output().strip()).isEqualTo(sum);

        BOXES.box("peer", "--network", "shop");
        String serve = "cd /tmp; curl -sO http://web:8000/much; python3 -m http.server 8000";
        HAKO.answer("exec", "-d", "peer", "sh", "-c", serve);
        String back = "wget -qO- http://peer:8000/much | md5sum";
        Await.until(
                "the other server",
                DEADLINE,
                () -> HAKO.run("exec", "web", "sh", "-c", back).output().strip().equals(sum));
        String counted = HAKO.answer("stats", "--no-stream", "--format", "{{.NetIO}}", "web");
        assertThat(counted).matches("[0-9.]+MB / [0-9.]+MB");
    }

    @Test
    void sendsOnlyWhereItMay() {
        guest(
                "box",
                "--cap-add=NET_ADMIN",
                "--dns=" + World.NAME_SERVER,
                "--egress-allow=api.example.com:80");
        assertThat(get("api.example.com")).isEqualTo(Result.printed("hello"));
        for (String place : List.of("203.0.113.4", "api.example.com:443", "far.example.net")) {
            assertThat(get(place).status()).as(place).isNotZero();
        }
        Await.until(
                "a decision",
                DEADLINE,
                () ->
                        HAKO.answer("logs", "--egress", "box")
                                .contains("refused tcp 203.0.113.4:80: no rule allows it"));
        // Root in the box owns its kernel, and may call itself what it likes.
        inside("box", "ip address add 172.17.99.99/16 dev eth0; ip route add 203.0.113.4 dev eth0");
        assertThat(get("203.0.113.4").status()).isNotZero();
    }

    private static Result get(String place) {
        String script =
                "import sys, urllib.request as web;"
                        + " print(web.urlopen(sys.argv[1], timeout=5).read().decode(), end='')";
        return HAKO.run("exec", "box", "python3", "-c", script, "http://" + place + "/");
    }

    @Test
    void refusesTheNetworksOfOthers() {
        BOXES.box("peer");
        for (String mode : List.of("host", "container:peer")) {
            Result refused =
                    HAKO.run(
                            "run",
                            "--rm",
                            "--isolation",
                            "unikernel",
                            "--network",
                            mode,
                            "web",
                            "true");
            assertThat(refused.status()).isEqualTo(125);
            assertThat(refused.error()).contains("isolation \"unikernel\" cannot", "hint: ");
        }
    }
}
