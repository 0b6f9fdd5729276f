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

/// Pods on networks, on a host of their own.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "ip", "ping", "curl", "python3", "dig"})
class PodNetworkIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    @RegisterExtension static final OwnHost HOST = OwnHost.ofRoot();

    private static final Hako HAKO = HOST.hako().withStandardNetwork();
    private static final Sleepers BOXES = new Sleepers(HAKO);

    /// A container of a pod that serves its own `/etc/hostname` by HTTP at port 80.
    private static void web(String pod, String name) {
        List<String> words = new ArrayList<>(List.of("run", "-d", "--pod", pod, "--name", name));
        words.addAll(List.of("host", "python3", "-m", "http.server", "80", "--directory", "/etc"));
        HAKO.answer(words.toArray(String[]::new));
    }

    private static String get(String place) {
        return HAKO.shell("curl -sm2 http://" + place + "/hostname").output().strip();
    }

    private static void awaitPage(String place, String page) {
        Await.until(page + " at " + place, DEADLINE, () -> get(place).equals(page));
    }

    private static String inPod(String pod, String... words) {
        List<String> line = new ArrayList<>(List.of("run", "--rm", "--pod", pod, "host"));
        line.addAll(List.of(words));
        return HAKO.answer(line.toArray(String[]::new));
    }

    @Test
    void areOnTheStandardOneUnlessTheyNameAnother() {
        HAKO.answer("pod", "create", "-p", "8080:80", "shop");
        web("shop", "till");
        awaitPage("127.0.0.1:8080", "shop");
        assertThat(HAKO.answer("pod", "inspect", "-f", "{{.Network}}", "shop")).isEqualTo("bridge");
        assertThat(inPod("shop", "curl", "-sm2", "http://localhost/hostname")).isEqualTo("shop");
        assertThat(inPod("shop", "ip", "route")).contains("default via 172.");
        String address = BOXES.address("till", "bridge");
        assertThat(inPod("shop", "cat", "/etc/hosts")).contains(address + "\tshop");
        BOXES.box("other");
        assertThat(BOXES.reaches("other", address)).isTrue();
        assertThat(HAKO.answer("ps", "--filter", "name=till", "--format", "{{.Ports}}"))
                .isEqualTo("0.0.0.0:8080->80/tcp");
        HAKO.answer("pod", "create", "--network", "none", "alone");
        assertThat(inPod("alone", "ls", "/sys/class/net")).isEqualTo("lo");
    }

    @Test
    void areFoundByTheirName() {
        HAKO.answer("network", "create", "town");
        HAKO.answer("pod", "create", "--network", "town", "--network-alias", "market", "shop");
        web("shop", "till");
        BOXES.box("visitor", "--network", "town");
        assertThat(BOXES.reaches("visitor", "shop")).isTrue();
        assertThat(BOXES.reaches("visitor", "market")).isTrue();
        assertThat(inPod("shop", "ping", "-c1", "-W2", "visitor")).contains(" 0% packet loss");
        assertThat(HAKO.run("network", "rm", "town").error())
                .contains("has active endpoints: ", "shop");
        assertThat(HAKO.answer("pod", "ls", "--format", "{{.Networks}}")).isEqualTo("town");
        assertThat(HAKO.answer("pod", "ls", "-q", "--filter", "network=town")).isNotEmpty();
    }

    @Test
    void keepTheirAddressAndPortsThroughCrashes() {
        HAKO.answer("network", "create", "--subnet", "10.12.0.0/29", "tight");
        HAKO.answer("pod", "create", "--network", "tight", "-p", "8080:80", "shop");
        String address = inPod("shop", "hostname", "-I").strip();
        HAKO.crashEngine();
        assertThat(BOXES.refused("late", "--network=tight", "--ip=" + address).error())
                .contains("is in use by container \"shop\"");
        HAKO.answer("rm", "late");
        for (int i = 0; i < 4; i++) {
            BOXES.box("box" + i, "--network=tight");
            assertThat(BOXES.address("box" + i, "tight")).isNotEqualTo(address);
        }
        assertThat(BOXES.refused("full", "--network=tight").error()).contains("no address left");
        web("shop", "till");
        awaitPage("127.0.0.1:8080", "shop");
        assertThat(inPod("shop", "hostname", "-I").strip()).isEqualTo(address);
        assertThat(BOXES.refused("thief", "-p", "8080:80").error()).contains("8080");
    }

    @Test
    void giveEverythingBackWhenTheyAreRemoved() {
        List<String> interfaces = BOXES.interfaces();
        HAKO.answer("network", "create", "town");
        HAKO.answer("pod", "create", "--network", "town", "-p", "8080:80", "shop");
        String address = inPod("shop", "hostname", "-I").strip();
        HAKO.crashEngine();
        HAKO.answer("pod", "rm", "-f", "shop");
        BOXES.box("next", "--network", "town", "--ip", address, "-p", "8080:80");
        HAKO.answer("rm", "-f", "next");
        HAKO.answer("network", "rm", "town");
        assertThat(interfaces).containsAll(BOXES.interfaces());
    }

    @Test
    void areMadeForAContainerWithItsPorts() {
        HAKO.answer(
                "run",
                "-d",
                "--pod",
                "new:desk",
                "-p",
                "8080:80",
                "host",
                "python3",
                "-m",
                "http.server",
                "80",
                "--directory",
                "/etc");
        awaitPage("127.0.0.1:8080", "desk");
    }

    @Test
    void refuseWhatContradictsItself() {
        assertThat(HAKO.run("pod", "create", "--share=ipc", "--network=bridge", "shop").error())
                .contains("do not share a network");
        assertThat(HAKO.run("pod", "create", "--network=nowhere", "shop").error())
                .contains("network nowhere not found");
        HAKO.answer("pod", "create", "shop");
        assertThat(HAKO.run("run", "--pod=shop", "--network=bridge", "host", "true").error())
                .contains("conflicting options: --pod and --network");
    }

    @Test
    void areEnteredAndLeftByPodsThatRun() {
        HAKO.answer("network", "create", "front");
        HAKO.answer("network", "create", "back");
        HAKO.answer("pod", "create", "--network", "front", "shop");
        BOXES.box("till", "--pod", "shop");
        BOXES.box("store", "--network", "back");
        assertThat(BOXES.reaches("till", "store")).isFalse();
        HAKO.answer("network", "connect", "--alias", "market", "back", "shop");
        assertThat(BOXES.reaches("till", "store")).isTrue();
        assertThat(BOXES.reaches("store", "market")).isTrue();
        String address = BOXES.address("till", "back");
        assertThat(HAKO.answer("exec", "till", "cat", "/etc/hosts")).contains(address + "\tshop");
        assertThat(HAKO.run("network", "connect", "back", "shop").error())
                .contains("endpoint with name shop already exists in network back");
        HAKO.crashEngine();
        assertThat(BOXES.reaches("store", "market")).isTrue();
        assertThat(BOXES.refused("late", "--network=back", "--ip=" + address).error())
                .contains("is in use by container \"shop\"");
        HAKO.answer("network", "disconnect", "front", "shop");
        assertThat(HAKO.answer("exec", "till", "ls", "/sys/class/net")).isEqualTo("eth1\nlo");
        assertThat(HAKO.answer("exec", "till", "ip", "route")).contains("default via");
        HAKO.answer("pod", "stop", "-t", "0", "shop");
        HAKO.answer("pod", "start", "shop");
        assertThat(BOXES.reaches("till", "store")).isTrue();
        assertThat(HAKO.run("network", "disconnect", "front", "shop").error())
                .contains("pod shop is not connected to network front");
        assertThat(HAKO.run("network", "connect", "front", "till").error())
                .contains("shares the network of another, of a pod");
        HAKO.answer("network", "disconnect", "back", "shop");
        assertThat(HAKO.answer("exec", "till", "ls", "/sys/class/net")).isEqualTo("lo");
        HAKO.answer("network", "rm", "front");
    }

    @Test
    void areNotEnteredByPodsWithoutANetworkOfTheirOwn() {
        HAKO.answer("network", "create", "town");
        HAKO.answer("pod", "create", "--network", "host", "hosts");
        HAKO.answer("pod", "create", "--network", "none", "alone");
        HAKO.answer("pod", "create", "--share", "ipc", "loose");
        for (String pod : List.of("hosts", "alone", "loose")) {
            assertThat(HAKO.run("network", "connect", "town", pod).error())
                    .startsWith("hako: cannot connect pod \"" + pod + "\"")
                    .contains("cannot be connected to others");
        }
    }
}
