package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.network.OtherHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Pods on networks that the reference plugins make (CNI), on a host of their own.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "ip", "ping", "curl", "python3", "iptables"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodPluginsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String NETWORK =
            """
            {
              "cniVersion": "1.0.0", "name": "reference",
              "plugins": [
                {
                  "type": "bridge", "bridge": "reference0", "isGateway": true, "ipMasq": true,
                  "ipam": {
                    "type": "host-local", "dataDir": "LEASES",
                    "ranges": [[{"subnet": "10.13.0.0/29"}]],
                    "routes": [{"dst": "0.0.0.0/0"}]
                  }
                },
                {"type": "portmap", "capabilities": {"portMappings": true}},
                {"type": "firewall"}
              ]
            }
            """;

    private final OtherHost host = OtherHost.make();
    private final SharedMounts mounts = SharedMounts.make();
    private final Hako outside = Hako.ofThisUser();
    private final Path leases = Files.createDirectory(outside.place().resolve("leases"));
    private final Hako hako;

    PodPluginsIT() throws IOException {
        Path folder = Files.createDirectory(outside.place().resolve("net.d"));
        Files.writeString(
                folder.resolve("10-reference.conflist"),
                NETWORK.replace("LEASES", leases.toString()));
        hako = outside.within(host.wrapper()).within(mounts.wrapper());
        hako.shell("mkdir -p /etc/cni/net.d; mount --bind %s /etc/cni/net.d".formatted(folder));
    }

    @AfterAll
    void leaveNothing() {
        hako.close();
        mounts.close();
        host.close();
    }

    @AfterEach
    void removeAll() {
        hako.empty();
    }

    private void web(String pod, String name) {
        hako.answer(
                "run",
                "-d",
                "--pod",
                pod,
                "--name",
                name,
                "host",
                "python3",
                "-m",
                "http.server",
                "80",
                "--directory",
                "/etc");
    }

    private String get(String place) {
        return hako.shell("curl -sm2 http://" + place + "/hostname").output().strip();
    }

    private List<String> taken() throws IOException {
        try (var files = Files.list(leases.resolve("reference"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("10."))
                    .toList();
        }
    }

    @Test
    void arePutThereByName() throws IOException {
        hako.answer("pod", "create", "--network", "cni:reference", "-p", "8080:80", "shop");
        web("shop", "till");
        assertThat(hako.answer("pod", "inspect", "-f", "{{.Network}}", "shop"))
                .isEqualTo("cni:reference");
        String address =
                hako.answer("run", "--rm", "--pod", "shop", "host", "hostname", "-I").strip();
        assertThat(address).startsWith("10.13.0.");
        Await.until("the page", DEADLINE, () -> get(address).equals("shop"));
        hako.shell("ip link add outside type bridge; ip address add 10.99.0.1/24 dev outside");
        hako.shell("ip link set outside up");
        Await.until("the port", DEADLINE, () -> get("10.99.0.1:8080").equals("shop"));
        assertThat(hako.answer("exec", "till", "cat", "/etc/hosts")).contains(address + "\tshop");
        assertThat(hako.answer("ps", "--format", "{{.Networks}} {{.Ports}}"))
                .isEqualTo("cni:reference 0.0.0.0:8080->80/tcp");
        hako.answer("pod", "create", "--network", "cni", "other");
        assertThat(taken()).hasSize(2);
        assertThat(
                        hako.run("run", "--rm", "--pod", "other", "host", "ping", "-c1", address)
                                .status())
                .isZero();
        hako.answer("pod", "rm", "-f", "other");
        assertThat(taken()).containsExactly(address);
    }

    @Test
    void outliveEnginesAndGiveEverythingBack() throws IOException {
        hako.answer("pod", "create", "--network", "cni", "-p", "8080:80", "shop");
        web("shop", "till");
        String address = hako.answer("exec", "till", "hostname", "-I").strip();
        hako.crashEngine();
        Await.until("the page", DEADLINE, () -> get(address).equals("shop"));
        hako.answer("pod", "restart", "shop");
        assertThat(hako.answer("exec", "till", "hostname", "-I").strip()).isEqualTo(address);
        hako.crashEngine();
        hako.answer("pod", "rm", "-f", "shop");
        assertThat(taken()).isEmpty();
        assertThat(hako.shell("iptables-save").output()).doesNotContain(address, "8080");
    }

    @Test
    void areToldWhatIsWrong() throws IOException {
        Result unknown = hako.run("pod", "create", "--network", "cni:nowhere", "shop");
        assertThat(unknown.status()).isEqualTo(125);
        assertThat(unknown.error())
                .contains("no network \"cni:nowhere\" is described in /etc/cni/net.d");
        assertThat(hako.run("run", "--rm", "--network", "cni", "host", "true").error())
                .contains("are for pods", "hako pod create --network cni");
        for (int i = 1; i <= 5; i++) {
            hako.answer("pod", "create", "--network", "cni", "pod" + i);
        }
        Result full = hako.run("pod", "create", "--network", "cni", "pod6");
        assertThat(full.status()).isEqualTo(125);
        assertThat(full.error())
                .contains("plugin \"bridge\": ", "no IP addresses available", "10.13.0.6");
        assertThat(hako.run("pod", "exists", "pod6").status()).isEqualTo(1);
        assertThat(taken()).hasSize(5);
    }

    @Test
    void areCollectedInTheNetworkThatIsTheEnginesOwn() throws IOException {
        Path said = outside.place().resolve("said");
        Path programs = Files.createDirectory(outside.place().resolve("programs"));
        Path program =
                Files.writeString(
                        programs.resolve("noter"),
                        "#!/bin/sh\n[ $CNI_COMMAND = GC ] && cat >> " + said + "; exit 0\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        hako.shell(
                "mount -t tmpfs none /opt; mkdir -p /opt/cni/bin; mount --bind %s /opt/cni/bin"
                        .formatted(programs));
        hako.answer("network", "create", "any");
        String own =
                hako.shell("nft list tables inet")
                        .output()
                        .lines()
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .filter(name -> name.matches("hako-[0-9a-f]+"))
                        .findFirst()
                        .orElseThrow();
        Path folder = outside.place().resolve("net.d");
        for (String name : List.of(own, "others")) {
            Files.writeString(
                    folder.resolve("90-" + name + ".conflist"),
                    """
                    {"cniVersion": "1.1.0", "name": "%s", "plugins": [{"type": "noter"}]}
                    """
                            .formatted(name));
        }
        hako.answer("network", "rm", "any");
        hako.crashEngine();
        hako.answer("ps");
        Await.until(
                "a collection",
                DEADLINE,
                () ->
                        Files.exists(said)
                                && Files.readString(said).contains("cni.dev/valid-attachments"));
        assertThat(Files.readString(said)).contains(own).doesNotContain("others");
        Files.delete(folder.resolve("90-" + own + ".conflist"));
        Files.delete(folder.resolve("90-others.conflist"));
    }
}
