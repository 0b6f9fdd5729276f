package dev.hako.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.DeviceRequest;
import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.config.LifecycleOptions;
import dev.hako.engine.config.Limits;
import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogDriver;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.MountRequest.VolumeUse;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.PortRequest;
import dev.hako.engine.config.ProcessOptions;
import dev.hako.engine.config.RestartPolicy;
import dev.hako.engine.config.SeccompChoice;
import dev.hako.engine.config.SecurityOptions;
import dev.hako.engine.config.Share;
import dev.hako.engine.config.Sharing;
import dev.hako.engine.config.StorageOptions;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.egress.EgressRule;
import dev.hako.network.names.AddedHost;
import dev.hako.network.names.ResolvConf;
import dev.hako.oci.image.Digest;
import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContainerDocumentTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");

    @Test
    void comesBackAsItWasWhenNothingIsSet() {
        comesBack(ContainerConfig.of("host", "true").build());
    }

    private static NetworkOptions connections() {
        return new NetworkOptions(
                List.of(
                        NetworkJoin.of("back"),
                        new NetworkJoin(
                                "front",
                                List.of("www"),
                                Optional.of(Addresses.parse("10.1.0.7")),
                                Optional.of(Addresses.parse("fd00::7")),
                                Optional.of(HardwareAddress.parse("02:42:00:00:00:07")))),
                PortRequest.parse("127.0.0.1:8000-8010:80/udp"),
                PortRequest.exposed("443"),
                true,
                List.of(AddedHost.parse("db:10.0.0.1"), AddedHost.parse("me:host-gateway")),
                new ResolvConf.Choice(
                        List.of(Addresses.parse("9.9.9.9")),
                        List.of("example.org"),
                        List.of("ndots:2")),
                Optional.of(
                        new EgressOptions(
                                List.of(
                                        EgressRule.parse("*.example.com:443"),
                                        EgressRule.parse("[2001:db8::/32]:53/udp")))));
    }

    @Test
    void comesBackWithAPolicyThatAllowsNothing() {
        NetworkOptions nowhere =
                NetworkOptions.NONE.withEgress(Optional.of(new EgressOptions(List.of())));
        comesBack(
                ContainerConfig.of("host", "true")
                        .namespaces(NamespaceOptions.STANDARD.withConnections(nowhere))
                        .build());
    }

    @Test
    void comesBackAsItWasWhenEverythingIsSet() {
        comesBack(
                ContainerConfig.of("rootfs:/x", "a", "", "b c")
                        .name("web")
                        .entrypoint(List.of("sh", "-c"))
                        .process(process())
                        .security(security(new SeccompChoice.Profile("{\"x\":1}")))
                        .namespaces(
                                new NamespaceOptions(
                                        Mode.HOST,
                                        Mode.PRIVATE,
                                        Mode.STANDARD,
                                        Mode.HOST,
                                        Mode.PRIVATE,
                                        Optional.of("none"),
                                        Map.of("net.a", "1"),
                                        new Sharing(
                                                Optional.of("5".repeat(64)),
                                                Set.of(Share.IPC),
                                                Map.of(Share.PID, "6".repeat(64))),
                                        connections()))
                        .limits(limits())
                        .storage(storage())
                        .lifecycle(
                                new LifecycleOptions(
                                        false,
                                        Optional.of(2),
                                        Optional.of(Duration.ofMillis(1500)),
                                        new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, 3),
                                        new LogConfig(
                                                LogDriver.SYSLOG,
                                                new LogConfig.LogLimits(1, 2),
                                                Map.of("syslog-facility", "local3"))))
                        .label("a", "")
                        .annotation("b", "ü\u0000\n")
                        .isolation("namespace")
                        .build());
    }

    @Test
    void comesBackWhenItIsToBeRemoved() {
        comesBack(ContainerConfig.of("host", "true").autoRemove().build());
    }

    @Test
    void keepsAnEmptyEntrypointApartFromNone() {
        comesBack(ContainerConfig.of("host", "true").entrypoint(List.of()).build());
    }

    @Test
    void comesBackUnconfined() {
        comesBack(
                ContainerConfig.of("host", "true")
                        .security(security(new SeccompChoice.Unconfined()))
                        .build());
    }

    @Test
    void comesBackWithItsImageAndItsIds() {
        Digest digest = Digest.parse("sha256:" + "0".repeat(64));
        ContainerDocument document =
                new ContainerDocument(
                        "0".repeat(64),
                        "web",
                        NOW,
                        ContainerConfig.of("host", "true").build(),
                        Optional.of(new Image.Origin(digest, digest)),
                        Optional.of(new IdRange(524_288)));

        assertThat(ContainerDocument.parse(Json.write(document))).isEqualTo(document);
        assertThat(document.renamed("other").ids()).isEqualTo(document.ids());
    }

    @Test
    void comesBackWithTheImagesItHasMounted() {
        Digest digest = Digest.parse("sha256:" + "1".repeat(64));
        var files =
                new MountRequest.ImageFiles("a", Optional.empty(), "/a", Optional.of("etc"))
                        .of(new Image.Origin(digest, digest));
        ContainerConfig config =
                ContainerConfig.of("host", "true")
                        .storage(StorageOptions.STANDARD.withMounts(List.of(files)))
                        .build();
        comesBack(config);
        assertThat(new ContainerDocument("0".repeat(64), "web", NOW, config).images())
                .containsExactly(new Image.Origin(digest, digest));
    }

    @Test
    void refusesADocumentOfANewerSchemaWithTheRemedy() {
        byte[] newer = "{\"schema\":2}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ContainerDocument.parse(newer))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("schema 2, this engine knows 1")
                .hasMessageContaining("a newer hako wrote it");
    }

    private static void comesBack(ContainerConfig config) {
        ContainerDocument document = new ContainerDocument("0".repeat(64), "web", NOW, config);
        assertThat(ContainerDocument.parse(Json.write(document))).isEqualTo(document);
    }

    private static ProcessOptions process() {
        return new ProcessOptions(
                true,
                true,
                true,
                List.of("A=b", "C="),
                Optional.of("/w"),
                Optional.of("u:g"),
                List.of("x"),
                Optional.of("h"),
                Optional.of("d"),
                true,
                Optional.of(-5),
                Optional.of("Europe/Berlin"));
    }

    private static SecurityOptions security(SeccompChoice seccomp) {
        return new SecurityOptions(
                true,
                List.of("ALL"),
                List.of("CHOWN"),
                true,
                seccomp,
                true,
                Optional.of("p"),
                Optional.of("l"),
                true);
    }

    private static Limits limits() {
        return new Limits.Builder()
                .memoryBytes(1)
                .memorySwapBytes(-1)
                .memoryReservationBytes(3)
                .memorySwappiness(4)
                .oomKillDisable(true)
                .nanoCpus(5)
                .cpuShares(6)
                .cpuPeriodMicros(7)
                .cpuQuotaMicros(-8)
                .cpusetCpus("0-1")
                .cpusetMems("0")
                .pids(9)
                .blkioWeight(10)
                .deviceThrottles(
                        List.of(
                                new Limits.DeviceThrottle(
                                        Limits.DeviceThrottle.Kind.READ_BPS, "/dev/x", 11)))
                .ulimits(List.of(new Limits.Ulimit("nofile", 12, -1)))
                .unified(Map.of("memory.high", "13"))
                .build();
    }

    private static StorageOptions storage() {
        return new StorageOptions(
                List.of(
                        new MountRequest.Bind("/a", "/b", List.of("ro"), true),
                        new MountRequest.Tmpfs("/c", List.of("size=1m")),
                        new MountRequest.Volume("data", "/d", VolumeUse.STANDARD),
                        new MountRequest.Volume(
                                "f",
                                "/e",
                                new VolumeUse(
                                        true,
                                        true,
                                        false,
                                        "ro,z",
                                        Optional.of("sub"),
                                        Map.of("a", ""),
                                        Map.of("type", "tmpfs")))),
                List.of(new StorageOptions.VolumesFrom("other", true)),
                Optional.of(14L),
                List.of(new DeviceRequest("/dev/fuse", "/dev/f", "rw")));
    }
}
