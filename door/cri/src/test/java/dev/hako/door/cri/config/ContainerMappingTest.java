package dev.hako.door.cri.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.hako.cri.v1.CDIDevice;
import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerMetadata;
import dev.hako.cri.v1.Device;
import dev.hako.cri.v1.HugepageLimit;
import dev.hako.cri.v1.ImageSpec;
import dev.hako.cri.v1.KeyValue;
import dev.hako.cri.v1.LinuxContainerResources;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.Mount;
import dev.hako.cri.v1.MountPropagation;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxMetadata;
import dev.hako.cri.v1.SecurityProfile;
import dev.hako.door.cri.device.DeviceCatalog;
import dev.hako.engine.config.DeviceRequest;
import dev.hako.engine.config.Limits;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.SeccompChoice;
import dev.hako.engine.config.SecurityOptions;
import dev.hako.engine.config.Share;
import dev.hako.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerMappingTest {
    private static final String POD = "a".repeat(64);
    @TempDir static Path folder;

    private static ContainerConfig.Builder config() {
        return ContainerConfig.newBuilder()
                .setMetadata(ContainerMetadata.newBuilder().setName("till"))
                .setImage(ImageSpec.newBuilder().setImage("box"));
    }

    private static dev.hako.engine.config.ContainerConfig mapped(ContainerConfig.Builder config) {
        PodSandboxConfig pod =
                PodSandboxConfig.newBuilder()
                        .setMetadata(PodSandboxMetadata.newBuilder().setName("shop"))
                        .setLogDirectory("/var/log/pods/shop")
                        .build();
        return new ContainerMapping(new ResourceMapping(false), new DeviceCatalog(List.of(folder)))
                .of(config.build(), POD, pod, PodConfig.named("shop"));
    }

    private static dev.hako.engine.config.ContainerConfig secured(
            LinuxContainerSecurityContext.Builder security) {
        ContainerConfig.Builder config = config();
        config.getLinuxBuilder().setSecurityContext(security);
        return mapped(config);
    }

    @Test
    void commandAndArgumentsReplaceTheImagesAsKubernetesSays() {
        assertThat(mapped(config()).entrypoint()).isEmpty();
        var both = mapped(config().addCommand("a").addArgs("b"));
        assertThat(both.entrypoint()).contains(List.of("a"));
        assertThat(both.command()).containsExactly("b");
        var arguments = mapped(config().addArgs("b"));
        assertThat(arguments.entrypoint()).isEmpty();
        assertThat(arguments.command()).containsExactly("b");
    }

    @Test
    void streamsAndEnvironmentAreTheProcesss() {
        var process =
                mapped(
                                config().setStdin(true)
                                        .setStdinOnce(true)
                                        .setTty(true)
                                        .addEnvs(
                                                KeyValue.newBuilder()
                                                        .setKey("A")
                                                        .setValue(ByteString.copyFromUtf8("b=c"))))
                        .process();
        assertThat(process.openInput()).isTrue();
        assertThat(process.inputOnce()).isTrue();
        assertThat(process.terminal()).isTrue();
        assertThat(process.env()).containsExactly("A=b=c");
    }

    @Test
    void mountsKeepTheirPropagationAndAccess() {
        Mount.Builder mount = Mount.newBuilder().setHostPath("/a").setContainerPath("/b");
        assertThat(options(mount)).containsExactly("rprivate");
        assertThat(options(mount.setPropagation(MountPropagation.PROPAGATION_BIDIRECTIONAL)))
                .containsExactly("rshared");
        assertThat(options(mount.setPropagation(MountPropagation.PROPAGATION_HOST_TO_CONTAINER)))
                .containsExactly("rslave");
        mount.clearPropagation().setReadonly(true);
        assertThat(options(mount)).containsExactly("rprivate", "ro", MountRequest.READ_ONLY_AT_TOP);
        assertThat(options(mount.setRecursiveReadOnly(true))).containsExactly("rprivate", "ro");
        assertThat(options(mount.addMountOptions("noexec")))
                .containsExactly("rprivate", "ro", "noexec");
        assertThatThrownBy(() -> options(mount.addMountOptions("remount")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("remount");
    }

    private static List<String> options(Mount.Builder mount) {
        var mounts = mapped(config().addMounts(mount)).storage().mounts();
        return ((MountRequest.Bind) mounts.getFirst()).options();
    }

    @Test
    void devicesAreTheHostsOwnOrDescribed() {
        var storage =
                mapped(config().addDevices(Device.newBuilder().setHostPath("/dev/fuse"))).storage();
        assertThat(storage.devices())
                .containsExactly(new DeviceRequest("/dev/fuse", "/dev/fuse", "rwm"));
        assertThatThrownBy(() ->
                        mapped(config().addCDIDevices(CDIDevice.newBuilder().setName("a/b=c"))))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("a/b=c", "nowhere");
    }

    @Test
    void profilesOfSeccompAreChosenByEitherField() {
        assertThat(seccomp(LinuxContainerSecurityContext.newBuilder()))
                .isEqualTo(new SeccompChoice.Unconfined());
        assertThat(
                        seccomp(
                                LinuxContainerSecurityContext.newBuilder()
                                        .setSeccomp(SecurityProfile.getDefaultInstance())))
                .isEqualTo(SeccompChoice.STANDARD);
        assertThat(
                        seccomp(
                                LinuxContainerSecurityContext.newBuilder()
                                        .setSeccompProfilePath("unconfined")))
                .isEqualTo(new SeccompChoice.Unconfined());
        assertThat(
                        seccomp(
                                LinuxContainerSecurityContext.newBuilder()
                                        .setSeccomp(
                                                SecurityProfile.newBuilder()
                                                        .setProfileType(
                                                                SecurityProfile.ProfileType
                                                                        .Unconfined))))
                .isEqualTo(new SeccompChoice.Unconfined());
        assertThatThrownBy(() ->
                        seccomp(
                                LinuxContainerSecurityContext.newBuilder()
                                        .setSeccompProfilePath("localhost/relative")))
                .isInstanceOf(Failure.class);
    }

    private static SeccompChoice seccomp(LinuxContainerSecurityContext.Builder security) {
        return secured(security).security().seccomp();
    }

    @Test
    void aProfileOfAppArmorNeedsAHostThatHasIt() {
        LinuxContainerSecurityContext context =
                LinuxContainerSecurityContext.newBuilder()
                        .setApparmorProfile("localhost/mine")
                        .build();
        SecurityOptions there = new SecurityMapping(true, false).of(context);
        assertThat(there.apparmorProfile()).contains("mine");
        assertThatThrownBy(() -> new SecurityMapping(false, false).of(context))
                .isInstanceOfSatisfying(
                        Failure.class,
                        e -> assertThat(e.kind()).isEqualTo(Failure.Kind.UNSUPPORTED));
    }

    @Test
    void namespacesAreThePodsTheHostsOrAnothers() {
        var own = secured(LinuxContainerSecurityContext.newBuilder()).namespaces();
        assertThat(own.sharing().pod()).contains(POD);
        assertThat(own.pid()).isEqualTo(Mode.STANDARD);
        var host =
                secured(
                                LinuxContainerSecurityContext.newBuilder()
                                        .setNamespaceOptions(
                                                NamespaceOption.newBuilder()
                                                        .setPid(NamespaceMode.NODE)
                                                        .setIpc(NamespaceMode.NODE)))
                        .namespaces();
        assertThat(host.pid()).isEqualTo(Mode.HOST);
        assertThat(host.ipc()).isEqualTo(Mode.HOST);
        NamespaceOption.Builder target =
                NamespaceOption.newBuilder().setPid(NamespaceMode.TARGET).setTargetId("other");
        assertThat(
                        secured(
                                        LinuxContainerSecurityContext.newBuilder()
                                                .setNamespaceOptions(target))
                                .namespaces()
                                .sharing()
                                .containers())
                .containsEntry(Share.PID, "other");
        assertThatThrownBy(() ->
                        secured(
                                LinuxContainerSecurityContext.newBuilder()
                                        .setNamespaceOptions(target.clearTargetId())))
                .isInstanceOf(Failure.class);
    }

    @Test
    void limitsAreToldAsTheyWereAsked() {
        LinuxContainerResources asked =
                LinuxContainerResources.newBuilder()
                        .setCpuPeriod(100_000)
                        .setCpuQuota(50_000)
                        .setCpuShares(512)
                        .setMemoryLimitInBytes(1 << 26)
                        .setMemorySwapLimitInBytes(1 << 27)
                        .setCpusetCpus("0")
                        .setCpusetMems("0")
                        .setOomScoreAdj(7)
                        .putUnified("memory.high", "5")
                        .addHugepageLimits(
                                HugepageLimit.newBuilder().setPageSize("2MB").setLimit(4))
                        .build();
        Limits limits = new ResourceMapping(true).of(asked);
        assertThat(limits.hugepageBytes()).isEqualTo(Map.of("2MB", 4L));
        assertThat(ResourceMapping.told(limits, 7)).isEqualTo(asked);
    }

    @Test
    void hugePagesThatThereAreNoneOfNeedNoLimit() {
        LinuxContainerResources asked =
                LinuxContainerResources.newBuilder()
                        .addHugepageLimits(HugepageLimit.newBuilder().setPageSize("2MB"))
                        .build();
        assertThat(new ResourceMapping(false).of(asked)).isEqualTo(Limits.NONE);
    }

    @Test
    void theLogIsBelowThePodsDirectory() {
        var config = mapped(config().setLogPath("till/0.log"));
        assertThat(config.lifecycle().log().place())
                .hasValueSatisfying(place ->
                        assertThat(place.file()).hasToString("/var/log/pods/shop/till/0.log"));
        assertThat(config.health())
                .hasValueSatisfying(check -> assertThat(check.tests()).isFalse());
        assertThat(config.lifecycle().stopSignal()).isEqualTo(Optional.empty());
    }
}
