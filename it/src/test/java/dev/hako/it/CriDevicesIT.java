package dev.hako.it;

import static dev.hako.it.CriNode.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.CDIDevice;
import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.Device;
import dev.hako.testing.NeedsDevice;
import dev.hako.testing.NeedsRoot;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices that are named by the kubelet or described on the machine, over the real socket.
@NeedsRoot
@NeedsDevice("/dev/fuse")
class CriDevicesIT {
    private static final String KIND = "hako.example/t" + ProcessHandle.current().pid();
    private static final Path DESCRIPTION =
            Path.of("/var/run/cdi/hako-test-" + ProcessHandle.current().pid() + ".json");

    /// Says how a device can be opened, for the control group may say more than its mode.
    private static final String OPENED =
            "(exec 3< /dev/%1$s) && echo read; (exec 3> /dev/%1$s) 2>/dev/null || echo refused";

    private static final Hako HAKO = Hako.ofThisUser();
    private static final CriNode NODE = CriNode.start(HAKO);
    private static String pod;
    @TempDir static Path folder;

    @BeforeAll
    static void describe() throws IOException {
        pod = NODE.pod(CriConfigs.pod("shop").build());
        Files.createDirectories(DESCRIPTION.resolveSibling("."));
        Files.writeString(folder.resolve("file"), "seen");
        Files.writeString(
                DESCRIPTION,
                """
                {"cdiVersion": "0.7.0", "kind": "%1$s", "devices": [
                  {"name": "one", "containerEdits": {
                     "env": ["ONE=yes"],
                     "deviceNodes": [{"path": "/dev/one", "hostPath": "/dev/fuse", "permissions": "r"}],
                     "mounts": [{"hostPath": "%2$s", "containerPath": "/driver", "options": ["ro"]}],
                     "additionalGids": [4444],
                     "hooks": [{"hookName": "createRuntime", "path": "/bin/sh",
                                "args": ["sh", "-c", "cat > %2$s/state"]}]}}]}
                """
                        .formatted(KIND, folder));
    }

    @AfterAll
    static void leaveNothing() throws IOException {
        Files.deleteIfExists(DESCRIPTION);
        NODE.close();
    }

    private static ContainerConfig wanting(String name, String device, String line) {
        return CriConfigs.shell(name, line)
                .addCDIDevices(CDIDevice.newBuilder().setName(device))
                .build();
    }

    @Test
    void aDescribedDeviceComesWithAllThatItNeeds() {
        String line =
                "echo $ONE; cat /driver/file; echo; id -G; touch /driver/x 2>/dev/null || echo ro;"
                        + OPENED.formatted("one");
        assertThat(NODE.said(pod, wanting("all", KIND + "=one", line)).lines())
                .containsExactly("yes", "seen", "0 4444", "ro", "read", "refused");
        assertThat(folder.resolve("state")).content().contains("\"ociVersion\"", "\"id\"");
    }

    @Test
    void itIsThereAfterTheEngineHasDied() {
        String id = NODE.create(pod, wanting("later", KIND + "=one", "test -c /dev/one"));
        NODE.crash();
        NODE.restart();
        NODE.start(id);
        assertThat(NODE.ended(id).getExitCode()).isZero();
    }

    @Test
    void whatIsDescribedNowhereIsRefused() {
        assertCode(
                Status.Code.NOT_FOUND,
                () -> NODE.create(pod, wanting("none", KIND + "=two", "true")));
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () -> NODE.create(pod, wanting("odd", "one", "true")));
    }

    @Test
    void aDeviceOfTheHostHasTheAccessThatIsAsked() {
        Device.Builder fuse =
                Device.newBuilder()
                        .setHostPath("/dev/fuse")
                        .setContainerPath("/dev/two")
                        .setPermissions("r");
        ContainerConfig.Builder config = CriConfigs.shell("host", OPENED.formatted("two"));
        assertThat(NODE.said(pod, config.addDevices(fuse).build())).isEqualTo("read\nrefused");
        assertCode(
                Status.Code.NOT_FOUND,
                () ->
                        NODE.run(
                                pod,
                                CriConfigs.shell("gone", "true")
                                        .addDevices(fuse.setHostPath("/dev/no-such"))
                                        .build()));
    }
}
