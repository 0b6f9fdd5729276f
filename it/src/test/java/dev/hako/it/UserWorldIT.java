package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The world for an ordinary user's containers, and they for it, on a host of their own.
@NeedsRoot
@NeedsProgram({"setpriv", "unshare", "nsenter", "ip", "pasta", "python3", "curl"})
class UserWorldIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    @RegisterExtension static final OwnHost HOST = OwnHost.ofUser(64_031);

    private static final Hako HAKO = HOST.hako();

    private static String inBox(String script, String... options) {
        List<String> words = new ArrayList<>(List.of("run", "--rm", "--network", "bridge"));
        words.addAll(List.of(options));
        words.addAll(List.of("host", "sh", "-c", script));
        return HAKO.answer(words.toArray(String[]::new));
    }

    /// A container that serves `/etc` by HTTP at port 80.
    private static void web(String name, String... options) {
        List<String> words =
                new ArrayList<>(List.of("run", "-d", "--name", name, "--hostname", name));
        words.addAll(List.of(options));
        words.addAll(
                List.of(
                        "host",
                        "python3",
                        "-m",
                        "http.server",
                        "80",
                        "--bind",
                        "::",
                        "--directory",
                        "/etc"));
        HAKO.answer(words.toArray(String[]::new));
    }

    private static String get(String url) {
        return HAKO.shell("curl -gsS -m 3 " + url).output().strip();
    }

    private static void awaitPage(String place, String page) {
        Await.until(
                page + " at " + place,
                DEADLINE,
                () -> get("http://" + place + "/hostname").equals(page));
    }

    @Test
    void isReachedByAddressAndByName() {
        assertThat(inBox("curl -sS http://198.51.100.1/")).isEqualTo("world ::ffff:198.51.100.2");
        assertThat(inBox("curl -gsS http://[fd00:51::1]/")).isEqualTo("world fd00:51::2");
        assertThat(inBox("getent ahostsv4 any.example | head -1")).startsWith("203.0.113.9 ");
        assertThat(inBox("cat /etc/hosts", "--hostname", "own"))
                .contains("198.51.100.2\town\n", "fd00:51::2\town");
        assertThat(inBox("ls /sys/class/net")).isEqualTo("eth0\nlo");
    }

    @Test
    void isAskedForNamesAsWasSaid() {
        String[] chosen = {
            "--dns", "192.0.2.7", "--dns-search", "shop.example", "--dns-option", "ndots:3"
        };
        assertThat(inBox("cat /etc/resolv.conf", chosen))
                .isEqualTo("nameserver 192.0.2.7\nsearch shop.example\noptions ndots:3");
        assertThat(inBox("cat /etc/resolv.conf")).isEqualTo("nameserver 169.254.1.1");
        assertThat(inBox("cat /etc/hosts", "--add-host", "db:192.0.2.8"))
                .contains("192.0.2.8\tdb\n");
        Result gateway =
                HAKO.run(
                        "run",
                        "--rm",
                        "--network=bridge",
                        "--add-host=db:host-gateway",
                        "host",
                        "true");
        assertThat(gateway.status()).isEqualTo(125);
        assertThat(gateway.error()).contains("host-gateway");
    }

    @Test
    void seesTheHardwareAddressThatWasAskedFor() {
        assertThat(inBox("cat /sys/class/net/eth0/address", "--mac-address=02:00:00:00:00:09"))
                .isEqualTo("02:00:00:00:00:09");
    }

    @Test
    void doesNotReachTheHostsLoopback() {
        String script =
                """
                python3 -m http.server 8099 --bind 127.0.0.1 --directory /etc > log 2>&1 &
                until curl -s 127.0.0.1:8099/hostname > page; do sleep 0.1; done
                hako run --rm --network bridge host sh -c '
                    for a in 127.0.0.1 198.51.100.2 198.51.100.1 169.254.1.1; do
                        curl -s -m 1 http://$a:8099/hostname && echo reached $a
                    done; true'
                kill $!
                """;
        assertThat(HAKO.shell(script)).isEqualTo(Result.printed(""));
    }

    @Test
    void reachesPublishedPorts() {
        web("shop", "-p", "8080:80", "-p", "127.0.0.1:8081:80");
        awaitPage("127.0.0.1:8080", "shop");
        assertThat(get("http://127.0.0.1:8081/hostname")).isEqualTo("shop");
        assertThat(get("http://[::1]:8080/hostname")).isEqualTo("shop");
        assertThat(get("http://198.51.100.1/call/8080/hostname")).isEqualTo("shop");
        assertThat(get("http://198.51.100.1/call/8081/hostname")).contains("refused");
        assertThat(HAKO.answer("port", "shop", "80").lines())
                .containsExactly("0.0.0.0:8080", "[::]:8080", "127.0.0.1:8081");
        assertThat(HAKO.answer("ps", "--format", "{{.Ports}} {{.Networks}}"))
                .isEqualTo(
                        "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, 127.0.0.1:8081->80/tcp bridge");
        String format =
                "{{.NetworkSettings.IPAddress}}"
                        + " {{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}";
        assertThat(HAKO.answer("inspect", "-f", format, "shop")).isEqualTo("198.51.100.2 8080");
        HAKO.answer("stop", "-t", "0", "shop");
        web("next", "-p", "8080:80");
        awaitPage("127.0.0.1:8080", "next");
    }

    @Test
    void reachesPublishedPortsByDatagrams() {
        DatagramEcho.run(HAKO, "-p", "5300:53/udp");
        Await.until(
                "an answer", DEADLINE, () -> get("http://198.51.100.1/udp/5300").equals("HELLO"));
    }

    @Test
    void getsFreePortsWhereNoneIsNamed() {
        web("first", "-p", "9000-9002:80");
        web("second", "-p", "9000-9002:80");
        assertThat(HAKO.answer("port", "first", "80")).startsWith("0.0.0.0:9000\n");
        assertThat(HAKO.answer("port", "second", "80")).startsWith("0.0.0.0:9001\n");
        web("any", "-P", "--expose", "80");
        String place = HAKO.answer("port", "any", "80").lines().findFirst().orElseThrow();
        awaitPage(place.replace("0.0.0.0", "127.0.0.1"), "any");
    }

    @Test
    void givesDifferentPortsToContainersThatStartAtOnce() {
        String script =
                """
                for i in 1 2 3 4 5 6; do
                    hako run -d -p 9100-9105:80 host sleep 600 > id.$i &
                done
                wait
                hako ps --format '{{.Ports}}' | cut -d, -f1 | sort
                """;
        assertThat(HAKO.shell(script).output().lines())
                .isEqualTo(
                        Stream.of(9100, 9101, 9102, 9103, 9104, 9105)
                                .map(port -> "0.0.0.0:" + port + "->80/tcp")
                                .toList());
    }

    @Test
    void isRefusedPortsThatCannotBeHad() {
        web("shop", "-p", "8080:80");
        Result second = HAKO.run("run", "--rm", "-p", "8080:80", "host", "true");
        assertThat(second.status()).isEqualTo(125);
        assertThat(second.error())
                .contains("cannot take port \"0.0.0.0:8080/tcp\": container \"shop\" has it");
        Result low = HAKO.run("run", "--rm", "-p", "80:80", "host", "true");
        assertThat(low.status()).isEqualTo(125);
        assertThat(low.error())
                .contains("ports below 1024 are for root; hint: take a higher one, or let root run")
                .contains("sysctl net.ipv4.ip_unprivileged_port_start=80");
        Result foreign = HAKO.run("run", "--rm", "-p", "192.0.2.9:8090:80", "host", "true");
        assertThat(foreign.error()).contains("the host has no address 192.0.2.9");
        Result two =
                HAKO.run(
                        "run",
                        "--rm",
                        "-p",
                        "127.0.0.1:8091:80",
                        "-p",
                        "198.51.100.2:8091:80",
                        "host",
                        "true");
        assertThat(two.error()).contains("pasta does not take port 8091/tcp of the host at two");
        Result other =
                HAKO.shell(
                        "python3 -m http.server 8092 > log 2>&1 & "
                                + "until curl -s 127.0.0.1:8092 > page; do sleep 0.1; done; "
                                + "hako run --rm -p 8092:80 host true; code=$?; kill $!; exit $code");
        assertThat(other.status()).isEqualTo(125);
        assertThat(other.error()).contains("0.0.0.0:8092/tcp", "ss -anp sport = :8092");
        assertThat(HAKO.answer("ps", "-q").lines()).hasSize(1);
    }
}
