package dev.hako.door.cri.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.cri.v1.CDIDevice;
import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.Device;
import dev.hako.cri.v1.MountPropagation;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Hook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCatalogTest {
    private static final String GPU =
            """
            {"cdiVersion": "0.6.0", "kind": "vendor.example/gpu",
             "devices": [
               {"name": "0", "containerEdits": {
                  "env": ["GPU=0"],
                  "deviceNodes": [{"path": "/dev/gpu0", "hostPath": "/dev/null", "permissions": "rw"}],
                  "additionalGids": [44]}},
               {"name": "1", "containerEdits": {"env": ["GPU=1"]}}],
             "containerEdits": {
               "env": ["DRIVER=a=b"],
               "mounts": [{"hostPath": "/", "containerPath": "/driver",
                           "options": ["ro", "nosuid", "rbind", "rslave"]}],
               "hooks": [{"hookName": "createContainer", "path": "/bin/true",
                          "args": ["true", "now"]}]}}
            """;

    @TempDir Path etc;
    @TempDir Path run;
    private DeviceCatalog catalog;

    @BeforeEach
    void openCatalog() {
        catalog = new DeviceCatalog(List.of(etc, run));
    }

    private Equipped equipped(String... names) {
        ContainerConfig.Builder config = ContainerConfig.newBuilder();
        for (String name : names) {
            config.addCDIDevices(CDIDevice.newBuilder().setName(name));
        }
        return Equipped.of(config.build(), catalog);
    }

    @Test
    void descriptionsMayBeYaml() throws IOException {
        Files.writeString(
                etc.resolve("net.yaml"),
                """
                # As vendors' tools write it.
                cdiVersion: "0.5.0"
                kind: vendor.example/net
                devices:
                - name: "0"
                  containerEdits:
                    env:
                    - NET=0
                    deviceNodes:
                    - path: /dev/net0
                      hostPath: /dev/null
                """);
        Equipped equipped = equipped("vendor.example/net=0");
        assertThat(equipped.config().getEnvsList())
                .extracting(
                        variable -> variable.getKey() + "=" + variable.getValue().toStringUtf8())
                .containsExactly("NET=0");
        assertThat(equipped.config().getDevicesList())
                .extracting(Device::getContainerPath)
                .containsExactly("/dev/net0");
    }

    @Test
    void yamlThatMultipliesItselfIsRefused() throws IOException {
        Files.writeString(
                etc.resolve("bomb.yaml"),
                """
                a: &a [x, x]
                b: &b [*a, *a]
                c: [*b, *b]
                """);
        assertThatThrownBy(() -> equipped("vendor.example/net=0"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("bomb.yaml\": it is no YAML");
    }

    @Test
    void aContainerGetsWhatItsDevicesNeedAndWhatAllOfTheFileNeedOnce() throws IOException {
        Files.writeString(etc.resolve("gpu.json"), GPU);
        Equipped equipped = equipped("vendor.example/gpu=0", "vendor.example/gpu=1");
        assertThat(equipped.config().getEnvsList())
                .extracting(env -> env.getKey() + "=" + env.getValue().toStringUtf8())
                .containsExactly("DRIVER=a=b", "GPU=0", "GPU=1");
        assertThat(equipped.config().getDevicesList())
                .containsExactly(
                        Device.newBuilder()
                                .setHostPath("/dev/null")
                                .setContainerPath("/dev/gpu0")
                                .setPermissions("rw")
                                .build());
        assertThat(equipped.config().getMountsList())
                .singleElement()
                .matches(mount -> mount.getReadonly())
                .matches(mount -> mount.getMountOptionsList().equals(List.of("nosuid")))
                .matches(mount ->
                        mount.getPropagation() == MountPropagation.PROPAGATION_HOST_TO_CONTAINER);
        assertThat(equipped.config().getLinux().getSecurityContext().getSupplementalGroupsList())
                .containsExactly(44L);
        assertThat(equipped.hooks().createContainer())
                .extracting(Hook::path)
                .containsExactly("/bin/true");
    }

    @Test
    void whoAsksForNoDeviceHasNoFileRead() throws IOException {
        Files.writeString(etc.resolve("gpu.json"), "{");
        assertThat(equipped().config()).isEqualTo(ContainerConfig.getDefaultInstance());
    }

    @Test
    void theLaterFolderGoesFirstAndOneFolderDescribesADeviceOnce() throws IOException {
        Files.writeString(etc.resolve("gpu.json"), GPU);
        Files.writeString(run.resolve("gpu.json"), GPU.replace("GPU=1", "GPU=other"));
        assertThat(equipped("vendor.example/gpu=1").config().getEnvsList())
                .anyMatch(env -> env.getValue().toStringUtf8().equals("other"));
        Files.writeString(run.resolve("again.json"), GPU);
        assertThatThrownBy(() -> equipped("vendor.example/gpu=1"))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "the device \"vendor.example/gpu=1\" is described twice in \"%s\"; hint:"
                                        .formatted(run)
                                + " remove one of the descriptions");
    }

    @Test
    void whatIsNowhereIsToldWithTheFilesThatCannotBeUnderstood() throws IOException {
        Files.writeString(etc.resolve("a.json"), "[]");
        Files.writeString(etc.resolve("b.yaml"), "cdiVersion: [");
        Files.createDirectory(etc.resolve("c.json"));
        Files.writeString(etc.resolve("d.txt"), "nothing");
        Files.writeString(etc.resolve("gpu.json"), GPU);
        assertThat(equipped("vendor.example/gpu=0").config().getEnvsCount()).isEqualTo(2);
        assertThatThrownBy(() -> equipped("vendor.example/gpu=9"))
                .isInstanceOfSatisfying(
                        Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.NOT_FOUND))
                .hasMessageContainingAll(
                        "the device \"vendor.example/gpu=9\" is described nowhere in " + etc,
                        "a.json\": ",
                        "b.yaml\": it is no YAML",
                        "c.json\": it is no file")
                .hasMessageNotContaining("d.txt");
    }

    @Test
    void namesThatAreNoneAreRefused() {
        for (String name :
                List.of("", "gpu", "a/b", "a/b=", "a/=c", "../b=c", "a/b=c/d", "a/b=\n")) {
            assertThatThrownBy(() -> equipped(name))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            e -> assertThat(e.kind()).isEqualTo(Failure.Kind.INVALID));
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedByName() throws IOException {
        Files.writeString(
                etc.resolve("a.json"),
                """
                {"cdiVersion": "1.1.0", "kind": "a/b", "devices": [
                  {"name": "rdt", "containerEdits": {"intelRdt": {"closID": "x"}}},
                  {"name": "gone", "containerEdits": {
                     "mounts": [{"hostPath": "/no/such/file", "containerPath": "/x"}]}}]}
                """);
        assertThatThrownBy(() -> equipped("a/b=rdt"))
                .hasMessageContaining("intelRdt, which is not supported");
        assertThatThrownBy(() -> equipped("a/b=gone"))
                .hasMessageContaining("\"/no/such/file\", which a device needs");
    }

    @Test
    void noFileWhateverIsInItDoesMoreThanBeRefused() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(GPU);
            for (int j = 0; j < 3; j++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "{}[]\",:0/=".charAt(random.nextInt(10)));
                    default -> text.setCharAt(at, (char) random.nextInt(32, 127));
                }
            }
            Files.writeString(etc.resolve("gpu.json"), text);
            try {
                assertThat(equipped("vendor.example/gpu=0").config().getEnvsCount()).isPositive();
            } catch (Failure refused) {
                assertThat(refused.kind()).isNotEqualTo(Failure.Kind.INTERNAL);
            }
        }
    }
}
