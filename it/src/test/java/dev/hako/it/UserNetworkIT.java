package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An ordinary user's own networks, on a host of their own.
@NeedsRoot
@NeedsProgram({"setpriv", "unshare", "nsenter", "ip", "ping", "pasta", "python3", "curl"})
class UserNetworkIT {
    @RegisterExtension static final OwnHost HOST = OwnHost.ofUser(64_032);

    private static final Hako HAKO = HOST.hako();
    private static final Sleepers BOXES = new Sleepers(HAKO);

    private static boolean reachesTheWorld(String name) {
        return HAKO.run("exec", name, "curl", "-s", "-m", "2", "http://198.51.100.1/")
                .output()
                .startsWith("world ");
    }

    @Test
    void areMadeListedShownAndRemoved() {
        String id =
                HAKO.answer("network", "create", "--label", "a=b", "--subnet=10.7.0.0/24", "shop");
        assertThat(HAKO.answer("network", "ls", "--format", "{{.Name}} {{.Driver}}"))
                .isEqualTo("bridge bridge\nhost host\nnone null\nshop bridge");
        assertThat(
                        HAKO.answer(
                                "network",
                                "inspect",
                                "-f",
                                "{{.Id}} {{.Labels.a}} {{(index .IPAM.Config 0).Gateway}}",
                                "shop"))
                .isEqualTo(id + " b 10.7.0.1");
        assertThat(HAKO.answer("network", "inspect", "-f", "{{len .IPAM.Config}}", "bridge"))
                .isEqualTo("0");
        BOXES.box("one", "--network", "shop");
        assertThat(HAKO.run("network", "rm", "shop").error()).contains("active endpoints: one");
        assertThat(HAKO.run("network", "rm", "bridge").error()).contains("pre-defined");
        HAKO.answer("rm", "-f", "one");
        assertThat(HAKO.answer("network", "rm", "shop")).isEqualTo("shop");
        HAKO.answer("network", "create", "idle");
        assertThat(HAKO.answer("network", "prune", "-f")).isEqualTo("Deleted Networks:\nidle");
    }

    @Test
    void connectContainersByAddressAndByName() {
        HAKO.answer("network", "create", "shop");
        HAKO.answer("network", "create", "other");
        BOXES.box("one", "--network", "shop");
        BOXES.box("two", "--network", "shop", "--network-alias", "second");
        BOXES.box("far", "--network", "other");
        assertThat(BOXES.reaches("one", BOXES.address("two", "shop"))).isTrue();
        assertThat(BOXES.reaches("one", "two")).isTrue();
        assertThat(BOXES.reaches("one", "second")).isTrue();
        assertThat(HAKO.answer("exec", "one", "getent", "hosts", BOXES.address("two", "shop")))
                .endsWith(" two.shop");
        assertThat(reachesTheWorld("one")).isTrue();
        assertThat(HAKO.answer("exec", "one", "getent", "ahostsv4", "any.example"))
                .startsWith("203.0.113.9 ");
        assertThat(BOXES.reaches("far", "two")).isFalse();
        assertThat(BOXES.reaches("far", BOXES.address("two", "shop"))).isFalse();
    }

    @Test
    void canBeSeveralForOneContainer() {
        HAKO.answer("network", "create", "front");
        HAKO.answer("network", "create", "--internal", "back");
        BOXES.box("web", "--network", "front");
        BOXES.box("store", "--network", "back");
        BOXES.box("between", "--network", "front", "--network", "name=back,alias=middle");
        assertThat(BOXES.reaches("between", "web")).isTrue();
        assertThat(BOXES.reaches("between", "store")).isTrue();
        assertThat(BOXES.reaches("store", "middle")).isTrue();
        assertThat(HAKO.answer("exec", "between", "ls", "/sys/class/net"))
                .isEqualTo("eth0\neth1\neth2\nlo");
        assertThat(HAKO.answer("exec", "store", "ls", "/sys/class/net")).isEqualTo("eth1\nlo");
        assertThat(reachesTheWorld("between")).isTrue();
        assertThat(reachesTheWorld("store")).isFalse();
        assertThat(HAKO.run("exec", "store", "getent", "hosts", "any.example").status())
                .isNotZero();
        Result port = HAKO.run("run", "--rm", "--network=back", "-p", "8080:80", "host", "true");
        assertThat(port.status()).isEqualTo(125);
        assertThat(port.error()).contains("cannot publish port 80/tcp");
    }

    @Test
    void giveTheAddressesThatWereAskedFor() {
        HAKO.answer("network", "create", "--subnet=10.7.0.0/24", "--subnet=fd00:7::/64", "plan");
        BOXES.box(
                "exact",
                "--network=plan",
                "--ip=10.7.0.9",
                "--ip6=fd00:7::9",
                "--mac-address=02:00:00:00:00:09");
        assertThat(HAKO.answer("exec", "exact", "ip", "address", "show", "eth1"))
                .contains("10.7.0.9/24", "fd00:7::9/64", "02:00:00:00:00:09");
        BOXES.box("any", "--network=plan");
        assertThat(BOXES.reaches("any", "fd00:7::9")).isTrue();
        assertThat(BOXES.refused("late", "--network=plan", "--ip=10.7.0.9").error())
                .contains("address \"10.7.0.9\" is in use by container \"exact\"");
        assertThat(BOXES.refused("odd", "--network=bridge", "--ip=10.7.0.9").error())
                .contains("supported in user-defined networks only");
    }

    @Test
    void keepContainersApartIfThatWasAskedFor() {
        HAKO.answer(
                "network", "create", "-o", "com.docker.network.bridge.enable_icc=false", "apart");
        BOXES.box("one", "--network", "apart");
        BOXES.box("two", "--network", "apart");
        assertThat(BOXES.reaches("one", BOXES.address("two", "apart"))).isFalse();
    }

    @Test
    void areEnteredAndLeftByContainersThatRun() {
        HAKO.answer("network", "create", "--internal", "vault");
        HAKO.answer("network", "create", "shop");
        BOXES.box("web", "--network", "vault");
        BOXES.box("store", "--network", "shop");
        assertThat(reachesTheWorld("web")).isFalse();
        HAKO.answer("network", "connect", "--alias", "www", "shop", "web");
        assertThat(reachesTheWorld("web")).isTrue();
        assertThat(BOXES.reaches("web", "store")).isTrue();
        assertThat(BOXES.reaches("store", "www")).isTrue();
        HAKO.answer("network", "connect", "bridge", "web");
        assertThat(HAKO.answer("inspect", "-f", "{{.NetworkSettings.IPAddress}}", "web"))
                .isEqualTo("198.51.100.2");
        HAKO.answer("network", "disconnect", "bridge", "web");
        assertThat(reachesTheWorld("web")).isTrue();
        HAKO.answer("network", "disconnect", "shop", "web");
        assertThat(reachesTheWorld("web")).isFalse();
        assertThat(BOXES.reaches("store", "www")).isFalse();
        HAKO.answer("network", "disconnect", "vault", "web");
        assertThat(HAKO.answer("exec", "web", "ls", "/sys/class/net")).isEqualTo("lo");
    }

    @Test
    @NeedsProgram({"redis-server", "redis-cli"})
    void carryARealDatabase() {
        HAKO.answer("network", "create", "shop");
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "db",
                "--network",
                "shop",
                "host",
                "redis-server",
                "--protected-mode",
                "no",
                "--save",
                "");
        String script =
                "until redis-cli -h db ping > /dev/null 2>&1; do sleep 0.1; done;"
                        + " redis-cli -h db set colour blue; redis-cli -h db get colour";
        assertThat(HAKO.answer("run", "--rm", "--network", "shop", "host", "sh", "-c", script))
                .isEqualTo("OK\nblue");
    }
}
