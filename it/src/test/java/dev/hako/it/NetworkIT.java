package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Networks, on a host of their own.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "ip", "ping"})
class NetworkIT {
    private static final int MANY = 200;
    private static final int AT_ONCE = 8;
    @RegisterExtension static final OwnHost HOST = OwnHost.ofRoot();

    private static final Hako HAKO = HOST.hako();
    private static final Sleepers BOXES = new Sleepers(HAKO);

    @Test
    void areMadeListedShownAndRemoved() {
        String id = HAKO.answer("network", "create", "--label", "a=b", "shop");
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(HAKO.answer("network", "ls").lines())
                .first()
                .asString()
                .matches("NETWORK ID +NAME +DRIVER +SCOPE");
        assertThat(HAKO.answer("network", "ls", "--format", "{{.Name}} {{.Driver}} {{.Scope}}"))
                .isEqualTo(
                        "bridge bridge local\nhost host local\nnone null local\nshop bridge local");
        assertThat(HAKO.answer("network", "ls", "-q", "-f", "name=sho"))
                .isEqualTo(id.substring(0, 12));
        assertThat(HAKO.answer("network", "list", "-q", "--no-trunc", "-f", "label=a=b"))
                .isEqualTo(id);
        assertThat(HAKO.answer("network", "ls", "-q", "--no-trunc", "-f", "type=custom"))
                .isEqualTo(id);
        assertThat(HAKO.answer("network", "ls", "-f", "dangling=true", "--format", "{{.Name}}"))
                .isEqualTo("shop");
        assertThat(HAKO.answer("network", "inspect", "-f", "{{.Name}} {{.Labels.a}}", "shop"))
                .isEqualTo("shop b");
        assertThat(HAKO.answer("inspect", "-f", "{{.Driver}}", id.substring(0, 12)))
                .isEqualTo("bridge");
        assertThat(HAKO.answer("network", "rm", "shop")).isEqualTo("shop");
        assertThat(HAKO.run("network", "rm", "shop").error()).contains("network shop not found");
        assertThat(HAKO.answer("network", "rm", "-f", "shop")).isEqualTo("shop");
    }

    @Test
    void thatNeedNoMakingAreShownAndStay() {
        assertThat(HAKO.answer("network", "inspect", "-f", "{{.Name}} {{.Driver}}", "host", "none"))
                .isEqualTo("host host\nnone null");
        for (String name : List.of("host", "none", "bridge")) {
            assertThat(HAKO.run("network", "rm", name).error())
                    .contains(name + " is a pre-defined network and cannot be removed");
            assertThat(HAKO.run("network", "create", name).status()).isEqualTo(1);
        }
    }

    @Test
    void connectContainersByAddressAndByName() {
        HAKO.answer("network", "create", "shop");
        BOXES.box("one", "--network", "shop");
        BOXES.box("two", "--network", "shop", "--network-alias", "second");
        assertThat(BOXES.reaches("one", BOXES.address("two", "shop"))).isTrue();
        assertThat(BOXES.reaches("one", "two")).isTrue();
        assertThat(BOXES.reaches("one", "second")).isTrue();
        HAKO.answer("network", "create", "other");
        BOXES.box("far", "--network", "other");
        assertThat(BOXES.reaches("far", "two")).isFalse();
        assertThat(BOXES.reaches("far", BOXES.address("two", "shop"))).isFalse();
    }

    @Test
    void canBeSeveralForOneContainer() {
        HAKO.answer("network", "create", "front");
        HAKO.answer("network", "create", "back");
        BOXES.box("web", "--network", "front");
        BOXES.box("store", "--network", "back");
        BOXES.box("between", "--network", "front", "--network", "name=back,alias=middle");
        assertThat(BOXES.reaches("between", "web")).isTrue();
        assertThat(BOXES.reaches("between", "store")).isTrue();
        assertThat(BOXES.reaches("store", "middle")).isTrue();
        assertThat(HAKO.answer("exec", "between", "ls", "/sys/class/net"))
                .isEqualTo("eth0\neth1\nlo");
        assertThat(HAKO.answer("ps", "--filter", "name=between", "--format", "{{.Networks}}"))
                .isEqualTo("front,back");
    }

    @Test
    void giveTheAddressesThatWereAskedFor() {
        HAKO.answer(
                "network",
                "create",
                "--subnet=fd00:7::/64",
                "--subnet=10.7.0.0/24",
                "--ip-range=10.7.0.128/25",
                "--gateway=10.7.0.254",
                "plan");
        assertThat(
                        HAKO.answer(
                                "network",
                                "inspect",
                                "-f",
                                "{{range .IPAM.Config}}{{json .}}{{end}} {{.EnableIPv6}}",
                                "plan"))
                .isEqualTo(
                        """
                        {"Subnet":"10.7.0.0/24","IPRange":"10.7.0.128/25","Gateway":"10.7.0.254"}\
                        {"Subnet":"fd00:7::/64","Gateway":"fd00:7::1"} true\
                        """);
        BOXES.box(
                "exact",
                "--network=plan",
                "--ip=10.7.0.9",
                "--ip6=fd00:7::9",
                "--mac-address=02:00:00:00:00:09");
        BOXES.box("any", "--network=plan");
        String text = HAKO.answer("exec", "exact", "ip", "address", "show", "eth0");
        assertThat(text).contains("10.7.0.9/24", "fd00:7::9/64", "02:00:00:00:00:09");
        assertThat(HAKO.answer("exec", "exact", "ip", "route")).contains("default via 10.7.0.254");
        assertThat(BOXES.address("any", "plan")).matches("10\\.7\\.0\\.(12[89]|1[3-9].|2..)");
        assertThat(BOXES.reaches("any", "fd00:7::9")).isTrue();
    }

    @Test
    void reachNobodyOutsideIfTheyAreInternal() {
        HAKO.shell("ip link add outside type bridge; ip address add 10.99.0.1/24 dev outside");
        HAKO.shell("ip link set outside up");
        HAKO.answer("network", "create", "open");
        HAKO.answer("network", "create", "--internal", "vault");
        BOXES.box("free", "--network", "open");
        BOXES.box("kept", "--network", "vault");
        BOXES.box("guard", "--network", "vault");
        assertThat(BOXES.reaches("free", "10.99.0.1")).isTrue();
        assertThat(BOXES.reaches("kept", "10.99.0.1")).isFalse();
        assertThat(HAKO.answer("exec", "kept", "ip", "route")).doesNotContain("default");
        assertThat(BOXES.reaches("kept", "guard")).isTrue();
        HAKO.shell("ip link delete outside");
    }

    @Test
    void keepContainersApartIfThatWasAskedFor() {
        HAKO.answer(
                "network", "create", "-o", "com.docker.network.bridge.enable_icc=false", "apart");
        BOXES.box("one", "--network", "apart");
        BOXES.box("two", "--network", "apart");
        assertThat(BOXES.reaches("one", BOXES.address("two", "apart"))).isFalse();
        String gateway =
                HAKO.answer("inspect", "-f", "{{.NetworkSettings.Networks.apart.Gateway}}", "one");
        assertThat(BOXES.reaches("one", gateway)).isTrue();
    }

    @Test
    void haveTheOptionsOfTheirBridge() {
        HAKO.answer(
                "network",
                "create",
                "--opt=com.docker.network.driver.mtu=1280",
                "--opt=com.docker.network.bridge.name=shop0",
                "small");
        BOXES.box("one", "--network", "small");
        assertThat(HAKO.answer("exec", "one", "cat", "/sys/class/net/eth0/mtu")).isEqualTo("1280");
        assertThat(HAKO.shell("ip link show shop0").output()).contains("mtu 1280");
        Result unknown = HAKO.run("network", "create", "-o", "speed=9", "fast");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.error()).contains("unknown network option \"speed\"");
    }

    @Test
    void refuseAddressesThatSomebodyHas() {
        HAKO.answer("network", "create", "--subnet=10.8.0.0/16", "shop");
        Result same = HAKO.run("network", "create", "--subnet=10.8.3.0/24", "part");
        assertThat(same.status()).isEqualTo(1);
        assertThat(same.error())
                .startsWith("hako: cannot create network \"part\": ")
                .contains("10.8.3.0/24");
        HAKO.shell("ip link add taken type bridge; ip address add 10.9.0.1/24 dev taken");
        HAKO.shell("ip link set taken up");
        assertThat(HAKO.run("network", "create", "--subnet=10.9.0.0/24", "hosts").status())
                .isEqualTo(1);
        HAKO.shell("ip link delete taken");

        BOXES.box("owner", "--network=shop", "--ip=10.8.0.9");
        assertThat(BOXES.refused("late", "--network=shop", "--ip=10.8.0.9").error())
                .contains("address \"10.8.0.9\" is in use by container \"owner\"");
        assertThat(BOXES.refused("wrong", "--network=shop", "--ip=10.10.0.9").error())
                .contains("address \"10.10.0.9\" is not one that network \"shop\" has");
    }

    @Test
    void refuseWhatIsNoNetwork() {
        assertThat(BOXES.refused("lost", "--network=nowhere").error())
                .contains("network nowhere not found");
        for (String[] line :
                new String[][] {
                    {"--gateway=10.9.0.1", "every ip-range or gateway must have"},
                    {"--subnet=10.9.0.0/24 --gateway=10.10.0.1", "no matching subnet for gateway"},
                    {
                        "--subnet=10.9.0.0/24 --ip-range=10.10.0.0/24",
                        "no matching subnet for range"
                    },
                    {"--subnet=10.9.0.0/24 --subnet=10.10.0.0/24", "one subnet of each family"},
                    {"--subnet=10.9.0.0/31", "too small"},
                    {"--driver=overlay", "no driver \"overlay\""},
                    {"--scope=swarm", "no scope but local"},
                    {"--subnet=nonsense", "no range of addresses"}
                }) {
            Result result = HAKO.shell("hako network create " + line[0] + " never");
            assertThat(result.status()).as(line[0]).isNotZero();
            assertThat(result.error()).contains(line[1]);
        }
        assertThat(HAKO.answer("network", "ls", "-q", "-f", "type=custom")).isEmpty();
    }

    @Test
    void cannotBeRemovedWhileAContainerIsConnected() {
        HAKO.answer("network", "create", "shop");
        HAKO.answer("network", "create", "idle");
        BOXES.box("web", "--network", "shop");
        Result result = HAKO.run("network", "rm", "shop");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error()).contains("network \"shop\" has active endpoints: web");
        assertThat(HAKO.answer("network", "prune", "-f")).isEqualTo("Deleted Networks:\nidle");
        HAKO.answer("rm", "-f", "web");
        assertThat(HAKO.answer("network", "prune", "-f", "--filter", "until=1h")).isEmpty();
        assertThat(HAKO.answer("system", "prune", "-f")).startsWith("Deleted Networks:\nshop\n");
    }

    @Test
    void tellWhoIsConnectedToThem() {
        String network = HAKO.answer("network", "create", "shop");
        String web = BOXES.box("web", "--network=shop", "--network-alias=www", "--dns=192.0.2.1");
        String address = BOXES.address("web", "shop");
        assertThat(
                        HAKO.answer(
                                "network",
                                "inspect",
                                "-f",
                                "{{range $id, $end := .Containers}}{{$id}} {{$end.Name}}"
                                        + " {{$end.IPv4Address}} {{$end.MacAddress}}{{end}}",
                                "shop"))
                .startsWith(web + " web " + address + "/16 02:42:");
        assertThat(
                        HAKO.answer(
                                "inspect",
                                "-f",
                                "{{.HostConfig.NetworkMode}} {{.HostConfig.Dns}}"
                                        + " {{with .NetworkSettings.Networks.shop}}{{.NetworkID}}"
                                        + " {{.Aliases}} {{.IPPrefixLen}}{{end}}",
                                "web"))
                .isEqualTo("shop [192.0.2.1] " + network + " [www] 16");
        assertThat(HAKO.answer("ps", "-q", "--no-trunc", "--filter", "network=shop"))
                .isEqualTo(web);
        assertThat(HAKO.answer("ps", "-q", "--filter", "network=" + network.substring(0, 12)))
                .isNotEmpty();
        assertThat(HAKO.answer("ps", "-q", "--filter", "network=none")).isEmpty();
        HAKO.answer("stop", "-t", "0", "web");
        assertThat(BOXES.address("web", "shop")).isEmpty();
        assertThat(HAKO.answer("network", "inspect", "-f", "{{len .Containers}}", "shop"))
                .isEqualTo("0");
    }

    @Test
    void areEvents() {
        String id = HAKO.answer("network", "create", "told");
        BOXES.box("web", "--network=told");
        HAKO.answer("rm", "-f", "web");
        HAKO.answer("network", "rm", "told");
        String format = "{{.Type}} {{.Action}} {{.Actor.ID}} {{.Actor.Attributes.name}}";
        assertThat(
                        HAKO.answer(
                                        "events",
                                        "--since=1h",
                                        "--until=0s",
                                        "--filter=network=told",
                                        "--format",
                                        format)
                                .lines())
                .containsExactly(
                        "network create " + id + " told",
                        "network connect " + id + " told",
                        "network disconnect " + id + " told",
                        "network destroy " + id + " told");
    }

    @Test
    void haveAnAddressForEachOfManyContainersAtOnce()
            throws InterruptedException, ExecutionException {
        HAKO.answer("network", "create", "crowd");
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<String>> boxes = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                String name = "box" + i;
                boxes.add(threads.submit(() -> BOXES.box(name, "--network=crowd")));
            }
            for (Future<String> box : boxes) {
                box.get();
            }
        }
        List<String> addresses =
                HAKO.answer(
                                "network",
                                "inspect",
                                "-f",
                                "{{range .Containers}}{{println .IPv4Address .MacAddress}}{{end}}",
                                "crowd")
                        .lines()
                        .filter(line -> !line.isEmpty())
                        .toList();
        assertThat(addresses).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(BOXES.reaches("box0", "box" + (MANY - 1))).isTrue();
    }
}
