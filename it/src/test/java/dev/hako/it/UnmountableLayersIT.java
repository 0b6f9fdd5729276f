package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// State on overlayfs, which takes no overlay for its upper directory, as in a container of another
/// engine.
@NeedsRoot
@NeedsProgram({"umoci", "busybox", "mount", "umount"})
class UnmountableLayersIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Hako HAKO = Hako.ofThisUser();

    @BeforeAll
    static void makeImage() throws IOException {
        BusyboxLayout.make(HAKO.place(), 0);
        for (String name : List.of("below", "above", "work", "root")) {
            Files.createDirectory(HAKO.place().resolve(name));
        }
        String options =
                "lowerdir=%s/below,upperdir=%<s/above,workdir=%<s/work".formatted(HAKO.place());
        Programs.run(
                DEADLINE, "mount", "-t", "overlay", "-o", options, "overlay", root().toString());
    }

    private static Path root() {
        return HAKO.place().resolve("root");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.empty();
        HAKO.crashEngine();
        Programs.run(DEADLINE, "umount", root().toString());
        HAKO.close();
    }

    @Test
    void runsOnCopies() {
        String look = "cat /two /data/seed; stat -c %u:%a /tmp /bin/busybox; echo x > /etc/new";
        String seen = "two\nseed\n0:1777\n0:755";
        assertThat(HAKO.answer("run", "--rm", "oci:layout:v1", "sh", "-c", look)).isEqualTo(seen);
        assertThat(HAKO.answer("run", "--name", "kept", "oci:layout:v1", "sh", "-c", look))
                .isEqualTo(seen);
        HAKO.answer("cp", "kept:/etc/new", "new");
        assertThat(HAKO.place().resolve("new")).hasContent("x\n");
        HAKO.answer("start", "-a", "kept");
        assertThat(HAKO.shell("hako export kept | tar -t etc/new").output()).isEqualTo("etc/new\n");
        assertThat(
                        HAKO.answer(
                                "run",
                                "--rm",
                                "host",
                                "sh",
                                "-c",
                                "echo host > /etc/new; cat /etc/new"))
                .isEqualTo("host");
        HAKO.answer("rm", "-v", "kept");
        Await.until(
                "the end of all layers",
                DEADLINE,
                () -> HAKO.shell("find root/layers -mindepth 1").output().isEmpty());
    }

    @Test
    void refusesToTellWhatHasChanged() {
        HAKO.answer("run", "--name", "silent", "oci:layout:v1", "true");
        Result refused = HAKO.run("diff", "silent");
        assertThat(refused.status()).isNotZero();
        assertThat(refused.error())
                .contains(
                        "the container has a copy of its image, since overlayfs refused the layers,"
                                + " so nobody knows what it has changed");
        assertThat(HAKO.run("commit", "silent", "made:1").error()).contains("a copy of its image");
        HAKO.answer("rm", "-v", "silent");
    }

    @Test
    void takesImagesThatDeleteFilesOfTheirOwn() {
        String make =
                """
                set -e
                mkdir -p more/data more/etc more/bin && cd more
                touch .wh.two data/.wh..wh..opq etc/.wh.passwd bin/.wh.ls etc/group
                echo new > data/fresh
                tar -cf ../more.tar .
                cd .. && umoci raw add-layer --image layout:v1 --tag marked more.tar
                mkdir -p last/two && touch last/two/below
                tar -C last -cf last.tar two
                umoci raw add-layer --image layout:marked --tag again last.tar
                """;
        Result made = HAKO.shell(make);
        assertThat(made.status()).as(made.error()).isZero();
        String look = "ls -A / /data /etc | grep -E 'two|seed|fresh|wh|passwd'; test -e /bin/ls";
        assertThat(HAKO.run("run", "--rm", "oci:layout:marked", "sh", "-c", look))
                .isEqualTo(new Result(1, "fresh\n", ""));
        assertThat(HAKO.answer("run", "--rm", "oci:layout:again", "sh", "-c", "ls /two /data"))
                .isEqualTo("/data:\nfresh\n\n/two:\nbelow");
        assertThat(HAKO.run("run", "--rm", "-u", "user", "oci:layout:marked", "true").error())
                .contains("user");
        Result mounted =
                HAKO.run(
                        "run",
                        "--rm",
                        "--mount",
                        "type=image,source=oci:layout:marked,target=/mnt",
                        "host",
                        "sh",
                        "-c",
                        "cd /mnt; cat data/fresh; ls -d two data/seed etc/passwd bin/ls");
        assertThat(mounted.output()).isEqualTo("new\n");
    }

    @Test
    void saysSo() {
        assertThat(HAKO.run("doctor").output())
                .contains(
                        "[warn] overlayfs does not take the file system of HAKO_ROOT, so each"
                                + " container gets a whole copy of its image\n");
        assertThat(HAKO.answer("info", "-f", "{{.layers}}")).isEqualTo("copied");
        try (Hako other = Hako.ofThisUser()) {
            assertThat(other.answer("info", "-f", "{{.layers}}")).isEqualTo("shared");
        }
    }
}
