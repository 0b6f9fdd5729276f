package dev.hako.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.image.layer.LayerStore;
import dev.hako.image.store.ImageStore;
import dev.hako.image.transfer.Fetch;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    @TempDir Path machine;
    @TempDir Path store;

    @BeforeEach
    void furnish() throws IOException {
        for (String name :
                new String[] {"usr/bin", "opt", "home/me", "etc/ssl/private", "var/lib/x"}) {
            Files.createDirectories(machine.resolve(name));
        }
        Files.writeString(machine.resolve("usr/bin/true"), "");
        Files.createSymbolicLink(machine.resolve("bin"), Path.of("usr/bin"));
        Files.writeString(machine.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        Files.writeString(machine.resolve("etc/shadow"), "secret");
        Files.writeString(machine.resolve("etc/ssl/private/key"), "secret");
        Files.writeString(machine.resolve("etc/ssl/openssl.cnf"), "conf");
    }

    private Images images() {
        LayerStore layers = LayerStore.open(store.resolve("layers"), false);
        ImageStore images =
                ImageStore.open(store.resolve("images"), layers, Platform.linux("amd64"), Set::of);
        return new Images(store.resolve("run"), new Fetch(images));
    }

    @Test
    void theHostImageShowsProgramsAsTheyAreAndNothingElseOfTheMachine() {
        Image image = new HostImage(machine, store.resolve("host")).image();

        assertThat(image.parts()).extracting(Image.Part::target).containsExactly("/", "/usr");
        assertThat(image.parts().get(1).lowers())
                .containsExactly(machine.resolve("usr").toString());
        assertThat(image.parts().get(1).foreign()).isTrue();
    }

    @Test
    void theSkeletonHasTheLinksTheNamedFilesAndEmptyDirectories() {
        Path skeleton = skeleton();

        assertThat(skeleton.resolve("bin")).isSymbolicLink();
        assertThat(skeleton.resolve("etc/passwd")).hasContent("root:x:0:0::/root:/bin/sh\n");
        assertThat(skeleton.resolve("home")).isEmptyDirectory();
        assertThat(skeleton.resolve("var/lib")).isEmptyDirectory();
        assertThat(skeleton.resolve("usr")).isEmptyDirectory();
    }

    @Test
    void secretsAreLeftOut() {
        Path skeleton = skeleton();

        assertThat(skeleton.resolve("etc/shadow")).doesNotExist();
        assertThat(skeleton.resolve("etc/ssl/openssl.cnf")).exists();
        assertThat(skeleton.resolve("etc/ssl/private")).doesNotExist();
    }

    @Test
    void temporaryDirectoriesAreEverybodysAndSticky() throws IOException {
        assertThat(Files.getAttribute(skeleton().resolve("tmp"), "unix:mode")).isEqualTo(041777);
    }

    private Path skeleton() {
        Image image = new HostImage(machine, store.resolve("host")).image();
        return Path.of(image.parts().getFirst().lowers().getFirst());
    }

    @Test
    void takesADirectoryAsARootFileSystem() {
        Image image = images().resolve("rootfs:" + machine);

        assertThat(image.parts()).hasSize(1);
        assertThat(image.parts().getFirst().lowers()).containsExactly(machine.toString());
    }

    @Test
    void refusesWhatIsNoImageAndSaysWhatIs() {
        refuses("alpine", "no such image \"alpine\"; hint: `hako images` lists them");
        refuses("rootfs:relative", "the directory is not absolute");
        refuses("rootfs:/no/such", "the directory does not exist");
        refuses("rootfs:" + machine.resolve("etc/passwd"), "it is not a directory");
    }

    @Test
    void refusesADirectoryThatOverlayfsCouldNotName() throws IOException {
        Path odd = Files.createDirectory(machine.resolve("a:b"));

        refuses("rootfs:" + odd, "its path has one of : , \\");
    }

    private void refuses(String reference, String why) {
        assertThatThrownBy(() -> images().resolve(reference))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }
}
