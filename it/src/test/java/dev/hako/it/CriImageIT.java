package dev.hako.it;

import static dev.hako.it.CriNode.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.AuthConfig;
import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.Image;
import dev.hako.cri.v1.ImageFilter;
import dev.hako.cri.v1.ImageFsInfoRequest;
import dev.hako.cri.v1.ImageSpec;
import dev.hako.cri.v1.ImageStatusRequest;
import dev.hako.cri.v1.ListImagesRequest;
import dev.hako.cri.v1.Mount;
import dev.hako.cri.v1.PullImageRequest;
import dev.hako.cri.v1.RemoveImageRequest;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestRegistry;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images as the kubelet has them, against Debian's `docker-registry` with a password.
@NeedsRoot
@NeedsProgram({"docker-registry", "skopeo", "umoci", "busybox"})
class CriImageIT {
    private static final Hako HAKO = Hako.ofThisUser();
    @TempDir static Path folder;
    private static TestRegistry registry;
    private static CriNode node;
    private static String name;
    private static String digest;

    @BeforeAll
    static void fillRegistry() throws IOException {
        registry = new RegistrySetup(folder).withPassword().start();
        BusyboxLayout.make(HAKO.place(), 0);
        name = registry.reference("team/box:1");
        String login = "'" + RegistrySetup.USER + ":" + RegistrySetup.PASSWORD + "'";
        shell(
                "skopeo copy -q --dest-creds %s --dest-tls-verify=false oci:layout:v1 docker://%s"
                        .formatted(login, name));
        digest =
                shell(
                        "skopeo inspect --creds %s --tls-verify=false -f '{{.Digest}}' docker://%s"
                                .formatted(login, name));
        node = CriNode.start(HAKO);
    }

    @AfterAll
    static void leaveNothing() {
        node.close();
        registry.close();
    }

    private static String shell(String line) {
        Result result = HAKO.shell(line);
        assertThat(result.status()).as(result.error()).isZero();
        return result.output().strip();
    }

    private static AuthConfig password() {
        return AuthConfig.newBuilder()
                .setUsername(RegistrySetup.USER)
                .setPassword(RegistrySetup.PASSWORD)
                .build();
    }

    private static String pull(String image, AuthConfig auth) {
        return node.images()
                .pullImage(
                        PullImageRequest.newBuilder().setImage(spec(image)).setAuth(auth).build())
                .getImageRef();
    }

    private static ImageSpec spec(String image) {
        return ImageSpec.newBuilder().setImage(image).build();
    }

    private static List<Image> listed(String filter) {
        return node.images()
                .listImages(
                        ListImagesRequest.newBuilder()
                                .setFilter(ImageFilter.newBuilder().setImage(spec(filter)))
                                .build())
                .getImagesList();
    }

    private static void remove(String image) {
        var _ =
                node.images()
                        .removeImage(RemoveImageRequest.newBuilder().setImage(spec(image)).build());
    }

    @Test
    void anImageHasOneIdEverywhere() {
        String id = pull(name, password());
        assertThat(id).startsWith("sha256:");
        Image image =
                node.images()
                        .imageStatus(ImageStatusRequest.newBuilder().setImage(spec(name)).build())
                        .getImage();
        assertThat(image.getId()).isEqualTo(id);
        assertThat(image.getRepoTagsList()).containsExactly(name);
        assertThat(image.getRepoDigestsList())
                .containsExactly(registry.reference("team/box") + "@" + digest);
        assertThat(image.getSize()).isPositive();
        assertThat(listed(id)).containsExactly(image);
        assertThat(listed(name)).containsExactly(image);
        assertThat(listed("")).contains(image);

        String pod = node.pod(CriConfigs.pod("shop").build());
        ContainerConfig config =
                CriConfigs.container("till").setImage(spec(id)).clearCommand().build();
        String container = node.run(pod, config);
        var end = node.ended(container);
        assertThat(end.getExitCode()).isZero();
        assertThat(end.getImageRef()).isEqualTo(id);
        assertThat(end.getImageId()).isEqualTo(id);
        assertThat(HAKO.shell("hako logs " + container).output()).isEqualTo("hello from /srv\n");
        node.stopPod(pod);
        node.removePod(pod);
    }

    @Test
    void anImageIsPulledByItsDigestAndByEveryFormOfPassword() {
        String login = RegistrySetup.USER + ":" + RegistrySetup.PASSWORD;
        String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        String byDigest = registry.reference("team/box") + "@" + digest;
        String id = pull(byDigest, AuthConfig.newBuilder().setAuth(encoded).build());
        assertThat(listed(byDigest)).extracting(Image::getId).containsExactly(id);
    }

    @Test
    void whatCannotBePulledIsToldByItsCode() {
        assertCode(
                Status.Code.PERMISSION_DENIED,
                () -> pull(name, AuthConfig.newBuilder().setUsername("eve").build()));
        assertCode(
                Status.Code.NOT_FOUND, () -> pull(registry.reference("team/none:1"), password()));
        assertCode(Status.Code.INVALID_ARGUMENT, () -> pull("a b", password()));
        assertCode(
                Status.Code.INVALID_ARGUMENT,
                () -> pull(name, AuthConfig.newBuilder().setAuth("!").build()));
        assertCode(Status.Code.UNAVAILABLE, () -> pull("127.0.0.1:1/none:1", password()));
    }

    @Test
    void anImageIsRemovedWithAllItsNamesAndTwiceIsNoError() {
        String id = pull(name, password());
        HAKO.answer("tag", name, "other:2");
        remove(id);
        assertThat(listed(name)).isEmpty();
        assertThat(listed("other:2")).isEmpty();
        remove(id);
        remove(name);
        assertThat(
                        node.images()
                                .imageStatus(
                                        ImageStatusRequest.newBuilder()
                                                .setImage(spec(name))
                                                .build())
                                .hasImage())
                .isFalse();
    }

    @Test
    void imagesAreMountedAsVolumes() {
        String id = pull(name, password());
        String pod = node.pod(CriConfigs.pod("mounts").build());
        ContainerConfig config =
                CriConfigs.shell("till", "cat /files/two; touch /files/x 2>/dev/null || echo ro")
                        .addMounts(Mount.newBuilder().setContainerPath("/files").setImage(spec(id)))
                        .build();
        String container = node.run(pod, config);
        assertThat(node.ended(container).getExitCode()).isZero();
        assertThat(HAKO.shell("hako logs " + container).output()).isEqualTo("two\nro\n");
        node.stopPod(pod);
        node.removePod(pod);
    }

    @Test
    void theFileSystemOfImagesIsToldOf() {
        pull(name, password());
        var usage =
                node.images()
                        .imageFsInfo(ImageFsInfoRequest.getDefaultInstance())
                        .getImageFilesystems(0);
        assertThat(usage.getUsedBytes().getValue()).isPositive();
        assertThat(usage.getFsId().getMountpoint())
                .isEqualTo(HAKO.place().resolve("root").toString());
    }
}
