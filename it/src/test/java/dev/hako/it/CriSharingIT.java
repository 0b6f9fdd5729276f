package dev.hako.it;

import static dev.hako.it.CriNode.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.HugepageLimit;
import dev.hako.cri.v1.ImageSpec;
import dev.hako.cri.v1.Int64Value;
import dev.hako.cri.v1.LinuxContainerResources;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.Mount;
import dev.hako.cri.v1.MountPropagation;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.SupplementalGroupsPolicy;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What containers see of mounts, of each other's processes, of groups and of limits.
@NeedsRoot
@NeedsProgram("busybox")
class CriSharingIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static SharedMounts mounts;
    private static Hako hako;
    private static CriNode node;
    private static int count;
    private static String pod;
    @TempDir static Path folder;

    @BeforeAll
    static void makePod() throws IOException {
        mounts = SharedMounts.make();
        hako = Hako.ofThisUser().within(mounts.wrapper());
        node = CriNode.start(hako);
        var config = CriConfigs.pod("shop");
        config.getLinuxBuilder().getSecurityContextBuilder().setPrivileged(true);
        pod = node.pod(config.build());
        hako.shell("mount -t tmpfs shared %1$s && mount --make-shared %1$s".formatted(volume()));
        hako.shell("mkdir %1$s/below && mount -t tmpfs below %1$s/below".formatted(volume()));
    }

    @AfterAll
    static void leaveNothing() {
        node.close();
        mounts.close();
    }

    private static Path volume() {
        try {
            return Files.createDirectories(folder.resolve("volume"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ContainerConfig.Builder shell(String line) {
        return CriConfigs.shell("c" + ++count, line);
    }

    private static Mount.Builder mount(MountPropagation propagation) {
        return Mount.newBuilder()
                .setHostPath(volume().toString())
                .setContainerPath("/volume")
                .setPropagation(propagation);
    }

    /// A container that may mount.
    private static ContainerConfig.Builder mounting(String line, Mount.Builder mount) {
        ContainerConfig.Builder config = shell(line).addMounts(mount);
        config.getLinuxBuilder()
                .setSecurityContext(
                        LinuxContainerSecurityContext.newBuilder()
                                .setPrivileged(true)
                                .setNamespaceOptions(
                                        NamespaceOption.newBuilder()
                                                .setNetwork(NamespaceMode.NODE)
                                                .setPid(NamespaceMode.CONTAINER)));
        return config;
    }

    @Test
    void mountsAreSeenOnTheOtherSideAsTheirPropagationSays() {
        String wait = "while ! test -e /volume/%s/file; do sleep 0.05; done; echo seen";
        String make =
                "mkdir -p /volume/%1$s && mount -t tmpfs in /volume/%1$s && touch /volume/%1$s/in";
        String slave =
                node.run(
                        pod,
                        shell(wait.formatted("late"))
                                .addMounts(mount(MountPropagation.PROPAGATION_HOST_TO_CONTAINER))
                                .build());
        String alone =
                node.run(
                        pod,
                        shell(wait.formatted("late"))
                                .addMounts(mount(MountPropagation.PROPAGATION_PRIVATE))
                                .build());
        hako.shell(
                "cd %s && mkdir late && mount -t tmpfs late late && touch late/file"
                        .formatted(volume()));
        assertThat(node.ended(slave).getExitCode()).isZero();
        assertThat(node.container(alone).getExitCode()).isZero();
        assertThat(node.container(alone).getFinishedAt()).isZero();
        node.said(
                pod,
                mounting(
                                make.formatted("shared"),
                                mount(MountPropagation.PROPAGATION_BIDIRECTIONAL))
                        .build());
        assertThat(hako.shell("ls %s/shared".formatted(volume())).output()).isEqualTo("in\n");
        node.said(
                pod,
                mounting(
                                make.formatted("own"),
                                mount(MountPropagation.PROPAGATION_HOST_TO_CONTAINER))
                        .build());
        assertThat(hako.shell("ls %s/own".formatted(volume())).output()).isEmpty();
    }

    @Test
    void whatIsReadOnlyWithAllBelowItIsSoBelowToo() {
        String line =
                "for f in /volume/x /volume/below/x; do touch $f 2>/dev/null && echo rw || echo ro;"
                        + " done";
        Mount.Builder mount = mount(MountPropagation.PROPAGATION_PRIVATE).setReadonly(true);
        assertThat(node.said(pod, shell(line).addMounts(mount).build())).isEqualTo("ro\nrw");
        mount.setRecursiveReadOnly(true);
        assertThat(node.said(pod, shell(line).addMounts(mount).build())).isEqualTo("ro\nro");
        mount.setPropagation(MountPropagation.PROPAGATION_BIDIRECTIONAL);
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () -> node.create(pod, shell(line).addMounts(mount).build()));
    }

    @Test
    void aContainerSeesTheProcessesOfItsTarget() {
        String target = node.run(pod, shell("exec sleep 4321").build());
        ContainerConfig.Builder config =
                shell("tr '\\0' ' ' < /proc/1/cmdline; ls -l /proc/1/ns/pid >/dev/null");
        config.getLinuxBuilder()
                .getSecurityContextBuilder()
                .getNamespaceOptionsBuilder()
                .setPid(NamespaceMode.TARGET)
                .setTargetId(target);
        assertThat(node.said(pod, config.build())).isEqualTo("sleep 4321");
        config.getMetadataBuilder().setName("nobodys");
        config.getLinuxBuilder()
                .getSecurityContextBuilder()
                .getNamespaceOptionsBuilder()
                .setTargetId("f".repeat(64));
        assertCode(Status.Code.NOT_FOUND, () -> node.create(pod, config.build()));
    }

    @Test
    void groupsThatTheImageKnowsCountUnlessThePolicyIsStrict() throws IOException {
        Path root = folder.resolve("root");
        BusyboxTree.make(root, 0);
        Files.writeString(root.resolve("etc/group"), "user:x:1000:\nteam:x:5000:user\n");
        assertThat(groups(root, SupplementalGroupsPolicy.Merge)).isEqualTo("1000 3456 5000");
        assertThat(groups(root, SupplementalGroupsPolicy.Strict)).isEqualTo("1000 3456");
    }

    private static String groups(Path root, SupplementalGroupsPolicy policy) {
        ContainerConfig.Builder config =
                shell("id -G | tr ' ' '\\n' | sort -n | tr '\\n' ' '")
                        .setImage(ImageSpec.newBuilder().setImage("rootfs:" + root));
        config.getLinuxBuilder()
                .getSecurityContextBuilder()
                .setRunAsUser(Int64Value.newBuilder().setValue(1000))
                .addSupplementalGroups(3456)
                .setSupplementalGroupsPolicy(policy);
        return node.said(pod, config.build());
    }

    @Test
    void hugePagesThatNobodyCanLimitAreRefusedAndNoneAreNone() {
        boolean limited =
                hako.shell("hako info | grep 'Cgroup Controllers'").output().contains("hugetlb");
        ContainerConfig.Builder none = shell("echo runs");
        none.getLinuxBuilder()
                .setResources(
                        LinuxContainerResources.newBuilder()
                                .addHugepageLimits(HugepageLimit.newBuilder().setPageSize("2MB")));
        assertThat(node.said(pod, none.build())).isEqualTo("runs");
        ContainerConfig.Builder some = shell("echo runs");
        some.getLinuxBuilder()
                .setResources(
                        LinuxContainerResources.newBuilder()
                                .addHugepageLimits(
                                        HugepageLimit.newBuilder()
                                                .setPageSize("2MB")
                                                .setLimit(4 << 20)));
        if (limited) {
            assertThat(node.said(pod, some.build())).isEqualTo("runs");
        } else {
            assertCode(Status.Code.FAILED_PRECONDITION, () -> node.run(pod, some.build()));
        }
    }

    @Test
    void filesOfControlGroupsThatTheHostLacksAreRefusedByName() {
        ContainerConfig.Builder config = shell("echo runs");
        config.getLinuxBuilder()
                .setResources(
                        LinuxContainerResources.newBuilder()
                                .putUnified("memory.no_such_file", "1"));
        String id = node.create(pod, config.build());
        assertThat(hako.shell("hako start " + id).error()).contains("memory.no_such_file");
    }

    @Test
    void aSymbolicLinkOfTheHostIsFollowedToItsDirectory() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        Files.writeString(real.resolve("file"), "seen");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Mount.Builder mount =
                Mount.newBuilder().setHostPath(link.toString()).setContainerPath("/linked");
        String id = node.run(pod, shell("cat /linked/file").addMounts(mount).build());
        Await.until("its end", DEADLINE, () -> node.container(id).getFinishedAt() > 0);
        assertThat(hako.shell("hako logs " + id).output()).isEqualTo("seen");
    }
}
