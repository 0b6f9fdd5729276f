package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.DNSConfig;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PortMapping;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.network.OtherHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Networks of the kubelet's pods, on a host of their own: the engine's bridge, and plugins.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "ip", "curl", "python3", "iptables"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CriNetworkIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final NamespaceOption OWN =
            NamespaceOption.newBuilder().setPid(NamespaceMode.CONTAINER).build();
    private static final String NETWORK =
            """
            {
              "cniVersion": "1.0.0", "name": "reference",
              "plugins": [
                {
                  "type": "bridge", "bridge": "reference0", "isGateway": true,
                  "ipam": {
                    "type": "host-local", "dataDir": "LEASES",
                    "ranges": [[{"subnet": "10.13.0.0/29"}]]
                  }
                },
                {"type": "portmap", "capabilities": {"portMappings": true}}
              ]
            }
            """;

    private final OtherHost host = OtherHost.make();
    private final SharedMounts mounts = SharedMounts.make();
    private final Hako outside = Hako.ofThisUser();
    private final Path networks = Files.createDirectory(outside.place().resolve("net.d"));
    private final Path leases = Files.createDirectory(outside.place().resolve("leases"));
    private final Hako hako;
    private final CriNode node;

    CriNetworkIT() throws IOException {
        hako = outside.within(host.wrapper()).within(mounts.wrapper()).withStandardNetwork();
        hako.shell("mkdir -p /etc/cni/net.d; mount --bind %s /etc/cni/net.d".formatted(networks));
        node = CriNode.start(hako);
    }

    @AfterAll
    void leaveNothing() {
        node.close();
        mounts.close();
        host.close();
    }

    @AfterEach
    void removeAll() throws IOException {
        node.empty();
        Files.deleteIfExists(networks.resolve("10-reference.conflist"));
    }

    private static PodSandboxConfig.Builder shop(String name) {
        return CriConfigs.pod(name, OWN)
                .addPortMappings(PortMapping.newBuilder().setContainerPort(80).setHostPort(8080));
    }

    private String said(String container) {
        node.ended(container);
        return hako.shell("hako logs " + container).output();
    }

    private void web(String pod) {
        String _ =
                node.run(
                        pod,
                        CriConfigs.container(
                                        "till",
                                        "python3",
                                        "-m",
                                        "http.server",
                                        "80",
                                        "--directory",
                                        "/etc")
                                .build());
    }

    private String get(String place) {
        return hako.shell("curl -sm2 http://" + place + "/hostname").output().strip();
    }

    @Test
    void aPodIsOnTheEnginesOwnBridge() {
        String pod = node.pod(shop("shop").build());
        String address = node.sandbox(pod).getNetwork().getIp();
        assertThat(address).matches("[0-9]+(\\.[0-9]+){3}");
        web(pod);
        Await.until("the page", DEADLINE, () -> get(address).equals("shop"));
        hako.shell("ip link add outside type bridge; ip address add 10.99.0.1/24 dev outside");
        hako.shell("ip link set outside up");
        Await.until("the port", DEADLINE, () -> get("10.99.0.1:8080").equals("shop"));
        node.stopPod(pod);
        assertThat(node.sandbox(pod).getNetwork().getIp()).isEmpty();
        assertThat(get("10.99.0.1:8080")).isEmpty();
        assertThat(node.pod(shop("next").build())).isNotEmpty();
    }

    private void describePlugins() throws IOException {
        Files.writeString(
                networks.resolve("10-reference.conflist"),
                NETWORK.replace("LEASES", leases.toString()));
    }

    @Test
    void aPodThatPluginsConnectAsksTheServersThatItIsTold() throws IOException {
        describePlugins();
        PodSandboxConfig.Builder config =
                shop("shop").setDnsConfig(DNSConfig.newBuilder().addServers("10.96.0.10"));
        String pod = node.pod(config.build());
        String container = node.run(pod, CriConfigs.shell("till", "cat /etc/resolv.conf").build());
        assertThat(said(container).strip()).isEqualTo("nameserver 10.96.0.10");
    }

    @Test
    void aPodIsOnTheFirstNetworkOfPluginsThatIsDescribed() throws IOException {
        describePlugins();
        String pod = node.pod(shop("shop").build());
        String address = node.sandbox(pod).getNetwork().getIp();
        assertThat(address).startsWith("10.13.0.");
        node.crash();
        node.restart();
        assertThat(node.sandbox(pod).getNetwork().getIp()).isEqualTo(address);
        web(pod);
        Await.until("the page", DEADLINE, () -> get(address).equals("shop"));
        node.stopPod(pod);
        try (var files = Files.list(leases.resolve("reference"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("10.13.0.") && name.equals(address));
        }
    }

    @Test
    void namesAndKernelParametersAreThePods() {
        PodSandboxConfig.Builder config =
                CriConfigs.pod("shop", OWN)
                        .setDnsConfig(
                                DNSConfig.newBuilder()
                                        .addServers("10.96.0.10")
                                        .addSearches("default.svc.cluster.local")
                                        .addOptions("ndots:5"));
        config.getLinuxBuilder().putSysctls("net.ipv4.ip_local_port_range", "2000 3000");
        String pod = node.pod(config.build());
        String line = "cat /etc/resolv.conf; hostname; cat /proc/sys/net/ipv4/ip_local_port_range";
        String container = node.run(pod, CriConfigs.shell("till", line).build());
        assertThat(said(container).lines())
                .containsExactly(
                        "nameserver 10.96.0.10",
                        "search default.svc.cluster.local",
                        "options ndots:5",
                        "shop",
                        "2000\t3000");
    }

    @Test
    void aPodWithoutANameOfItsOwnHasTheNodes() {
        PodSandboxConfig.Builder config = CriConfigs.pod("x".repeat(70), OWN).clearHostname();
        String pod = node.pod(config.build());
        String container = node.run(pod, CriConfigs.shell("till", "hostname").build());
        assertThat(said(container).strip()).isEqualTo(hako.shell("hostname").output().strip());
    }

    @Test
    void aPodOnTheHostsNetworkHasItsNamesToo() {
        PodSandboxConfig.Builder config =
                CriConfigs.pod("shop")
                        .setDnsConfig(DNSConfig.newBuilder().addServers("10.96.0.10"));
        String pod = node.pod(config.build());
        assertThat(node.sandbox(pod).getNetwork().getIp()).isEmpty();
        String container =
                node.run(pod, CriConfigs.shell("till", "cat /etc/resolv.conf; hostname").build());
        assertThat(said(container).lines())
                .containsExactly("nameserver 10.96.0.10", hako.shell("hostname").output().strip());
    }
}
