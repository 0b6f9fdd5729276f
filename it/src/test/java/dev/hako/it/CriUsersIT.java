package dev.hako.it;

import static dev.hako.it.CriNode.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ExecSyncRequest;
import dev.hako.cri.v1.IDMapping;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.Mount;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.StatusRequest;
import dev.hako.cri.v1.UserNamespace;
import dev.hako.testing.NeedsRoot;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pods with users of their own (`hostUsers: false`), over the real socket.
@NeedsRoot
class CriUsersIT {
    private static final int FIRST = 1_048_576;
    private static final int COUNT = 65_536;
    private static final String MAP = "cat /proc/self/uid_map /proc/self/gid_map | tr -s ' '";
    private static final Hako HAKO = Hako.ofThisUser();
    private static final CriNode NODE = CriNode.start(HAKO);
    @TempDir static Path folder;

    @AfterAll
    static void leaveNothing() {
        NODE.close();
    }

    @AfterEach
    void empty() {
        NODE.empty();
    }

    private static IDMapping range(int inside, int first, int count) {
        return IDMapping.newBuilder()
                .setContainerId(inside)
                .setHostId(first)
                .setLength(count)
                .build();
    }

    private static UserNamespace users(List<IDMapping> uids, List<IDMapping> gids) {
        return UserNamespace.newBuilder()
                .setMode(NamespaceMode.POD)
                .addAllUids(uids)
                .addAllGids(gids)
                .build();
    }

    /// As the kubelet asks: all namespaces are the pod's, the processes each container's.
    private static NamespaceOption.Builder namespaces() {
        IDMapping range = range(0, FIRST, COUNT);
        return NamespaceOption.newBuilder()
                .setPid(NamespaceMode.CONTAINER)
                .setUsernsOptions(users(List.of(range), List.of(range)));
    }

    private static PodSandboxConfig pod(NamespaceOption.Builder namespaces) {
        return CriConfigs.pod("shop", namespaces.build()).build();
    }

    private static ContainerConfig.Builder shell(
            String name, String line, NamespaceOption.Builder namespaces) {
        ContainerConfig.Builder config = CriConfigs.shell(name, line);
        config.getLinuxBuilder()
                .setSecurityContext(
                        LinuxContainerSecurityContext.newBuilder().setNamespaceOptions(namespaces));
        return config;
    }

    private static ContainerConfig shell(String name, String line) {
        return shell(name, line, namespaces()).build();
    }

    @Test
    void theUsersOfAPodAreThoseThatTheKubeletHasSetAside() throws Exception {
        assertThat(
                        NODE.runtime()
                                .status(StatusRequest.getDefaultInstance())
                                .getRuntimeHandlersList())
                .allMatch(handler -> handler.getFeatures().getUserNamespaces());
        String pod = NODE.pod(pod(namespaces()));
        String map = " 0 " + FIRST + " " + COUNT;
        assertThat(NODE.said(pod, shell("one", MAP)).lines().map(String::stripTrailing))
                .containsExactly(map, map);
        String id = NODE.run(pod, shell("two", "exec sleep 1000"));
        assertThat(NODE.container(id).getUser().getLinux().getUid()).isZero();
        String pid = HAKO.answer("inspect", "-f", "{{.State.Pid}}", id);
        assertThat(Files.getAttribute(Path.of("/proc/" + pid), "unix:uid")).isEqualTo(FIRST);
        String owned =
                NODE.runtime()
                        .execSync(
                                ExecSyncRequest.newBuilder()
                                        .setContainerId(id)
                                        .addAllCmd(List.of("sh", "-c", MAP + "; id -u"))
                                        .build())
                        .getStdout()
                        .toStringUtf8();
        assertThat(owned.lines().toList()).hasSize(3).endsWith("0");
    }

    @Test
    void allThatThePodSharesIsTheirs() {
        String pod = NODE.pod(pod(namespaces()));
        String links = "readlink /proc/self/ns/user /proc/self/ns/net /proc/self/ns/ipc";
        String seen = NODE.said(pod, shell("one", links));
        assertThat(NODE.said(pod, shell("two", links))).isEqualTo(seen);
        ContainerConfig.Builder admin =
                shell(
                        "three",
                        "hostname other && ip link set lo mtu 1400 && hostname",
                        namespaces());
        admin.getLinuxBuilder()
                .getSecurityContextBuilder()
                .getCapabilitiesBuilder()
                .addAddCapabilities("ALL");
        assertThat(NODE.said(pod, admin.build())).isEqualTo("other");
        String shm = "echo kept > /dev/shm/file; stat -c %u /dev/shm /dev/shm/file | tr '\\n' ' '";
        assertThat(NODE.said(pod, shell("four", shm))).isEqualTo("0 0");
        assertThat(NODE.said(pod, shell("five", "cat /dev/shm/file"))).isEqualTo("kept");
    }

    @Test
    void theirVolumesShowTheOwnersThatTheyHaveOutside() throws Exception {
        Path volume = Files.createDirectories(folder.resolve("volume"));
        Files.writeString(volume.resolve("file"), "seen");
        String pod = NODE.pod(pod(namespaces()));
        IDMapping range = range(0, FIRST, COUNT);
        Mount.Builder mount =
                Mount.newBuilder().setHostPath(volume.toString()).setContainerPath("/volume");
        String look = "stat -c %u /volume/file; touch /volume/new 2>/dev/null || echo refused";
        assertThat(NODE.said(pod, shell("one", look, namespaces()).addMounts(mount).build()))
                .isEqualTo("65534\nrefused");
        mount.addUidMappings(range).addGidMappings(range);
        assertThat(NODE.said(pod, shell("two", look, namespaces()).addMounts(mount).build()))
                .isEqualTo("0");
        assertThat(Files.getAttribute(volume.resolve("new"), "unix:uid")).isEqualTo(0);
        mount.clearUidMappings().addUidMappings(range(0, FIRST + COUNT, COUNT));
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () ->
                        NODE.create(
                                pod,
                                shell("three", "true", namespaces()).addMounts(mount).build()));
    }

    @Test
    void theyCanShareTheirProcesses() {
        NamespaceOption.Builder shared = namespaces().setPid(NamespaceMode.POD);
        String pod = NODE.pod(pod(shared));
        NODE.run(pod, shell("one", "exec sleep 1234", shared).build());
        assertThat(
                        NODE.said(
                                pod,
                                shell("two", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '", shared)
                                        .build()))
                .contains("sleep 1234");
    }

    @Test
    void theyAreThereAfterTheEngineHasDied() {
        String pod = NODE.pod(pod(namespaces()));
        String before = NODE.said(pod, shell("one", "readlink /proc/self/ns/user"));
        NODE.crash();
        NODE.restart();
        assertThat(NODE.said(pod, shell("two", "readlink /proc/self/ns/user"))).isEqualTo(before);
    }

    @Test
    void whatIsNoRangeOfIdsIsRefused() {
        IDMapping range = range(0, FIRST, COUNT);
        IDMapping other = range(0, FIRST + COUNT, COUNT);
        IDMapping withoutRoot = range(1, FIRST, COUNT);
        for (UserNamespace users :
                List.of(
                        users(List.of(range, other), List.of(range, other)),
                        users(List.of(range), List.of(other)),
                        users(List.of(withoutRoot), List.of(withoutRoot)),
                        users(List.of(range(0, FIRST, 0)), List.of(range(0, FIRST, 0))),
                        users(List.of(range(0, 0, COUNT)), List.of(range(0, 0, COUNT))),
                        users(List.of(range(0, -10, COUNT)), List.of(range(0, -10, COUNT))),
                        users(List.of(), List.of()),
                        UserNamespace.newBuilder().setMode(NamespaceMode.CONTAINER).build(),
                        UserNamespace.newBuilder().setMode(NamespaceMode.TARGET).build())) {
            assertCode(
                    Status.Code.INVALID_ARGUMENT,
                    () -> NODE.pod(pod(namespaces().setUsernsOptions(users))));
        }
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () -> NODE.pod(pod(namespaces().setNetwork(NamespaceMode.NODE))));
        String pod = NODE.pod(pod(namespaces()));
        NamespaceOption.Builder others =
                namespaces().setUsernsOptions(users(List.of(other), List.of(other)));
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () -> NODE.create(pod, shell("one", "true", others).build()));
    }
}
