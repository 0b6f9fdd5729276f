package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Images that are mounted into containers of others: `--mount type=image`.
@NeedsRoot
@NeedsProgram({"umoci", "busybox"})
class ImageMountIT {
    private static final int UID = 64_052;
    private static final Hako HAKO = Hako.ofThisUser();

    @BeforeAll
    static void makeImage() throws IOException {
        BusyboxLayout.make(HAKO.place(), 0);
        name("box:1");
    }

    private static void name(String name) {
        HAKO.answer("create", "--name", "first", "oci:layout:v1");
        HAKO.shell("hako tag $(hako inspect -f '{{.Image}}' first) " + name);
        HAKO.answer("rm", "-v", "first");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @AfterEach
    void removeContainers() {
        HAKO.shell("for c in $(hako ps -aq); do hako rm -fv $c; done");
    }

    private static String mount(String rest) {
        return "type=image,src=box:1,dst=/i" + rest;
    }

    @Test
    void showsWhatProgramsOfTheImageSee() {
        String look =
                "cat /i/two; ls /i/data; test -x /i/bin/busybox; touch /i/new 2>/dev/null || echo no;"
                        + " grep -c ' /i ' /proc/self/mountinfo";
        assertThat(HAKO.answer("run", "--rm", "--mount", mount(""), "host", "sh", "-c", look))
                .isEqualTo("two\nseed\nno\n1");
        assertThat(
                        HAKO.answer(
                                "run",
                                "--rm",
                                "--mount",
                                "type=image,source=oci:layout:v1,target=/deep/in,ro",
                                "box:1",
                                "cat",
                                "/deep/in/two"))
                .isEqualTo("two");
    }

    @Test
    void showsAPart() {
        assertThat(
                        HAKO.answer(
                                "run",
                                "--rm",
                                "--mount",
                                mount(",image-subpath=data"),
                                "host",
                                "ls",
                                "/i"))
                .isEqualTo("seed");
        assertThat(
                        HAKO.answer(
                                "run",
                                "--rm",
                                "--mount",
                                mount(",image-subpath=data/seed"),
                                "host",
                                "cat",
                                "/i"))
                .isEqualTo("seed");
    }

    @Test
    void saysThatAPartIsNotThere() {
        Result refused =
                HAKO.run(
                        "run",
                        "--name",
                        "lost",
                        "--mount",
                        mount(",image-subpath=no/where"),
                        "host",
                        "true");
        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.error())
                .startsWith(
                        "hako: cannot start container \"lost\": cannot use \"no/where\" in image"
                                + " \"box:1\": ")
                .endsWith("hint: image-subpath is a path in the image, from its root\n");
    }

    @Test
    void keepsTheImage() {
        HAKO.answer("run", "--name", "holder", "--mount", mount(""), "host", "cat", "/i/two");
        assertThat(HAKO.run("rmi", "box:1").status()).isNotZero();
        HAKO.answer("rmi", "-f", "box:1");
        HAKO.run("image", "prune", "-af");
        HAKO.crashEngine();
        HAKO.answer("start", "holder");
        HAKO.answer("wait", "holder");
        assertThat(HAKO.answer("logs", "holder")).isEqualTo("two\ntwo");
        String mounts = "{{range .Mounts}}{{.Type}} {{.Source}} {{.Destination}} {{.RW}}{{end}}";
        assertThat(HAKO.answer("inspect", "-f", mounts, "holder"))
                .isEqualTo("image box:1 /i false");

        HAKO.answer("rm", "holder");
        assertThat(
                        HAKO.shell(
                                        "find root/image-layers/sha256 root/image-layers/trees -mindepth 1")
                                .output())
                .isEmpty();
        name("box:1");
    }

    @Test
    void getsTheImageByTheRule() {
        Result refused =
                HAKO.run(
                        "run",
                        "--rm",
                        "--pull",
                        "never",
                        "--mount",
                        "type=image,src=not:here,dst=/i",
                        "host",
                        "true");
        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.error()).contains("no such image \"not:here\"");
        Result unreachable =
                HAKO.run(
                        "run",
                        "--rm",
                        "--mount",
                        "type=image,src=127.0.0.1:9/not/here:1,dst=/i",
                        "host",
                        "true");
        assertThat(unreachable.error())
                .startsWith("Unable to find image '127.0.0.1:9/not/here:1' locally\n");
    }

    @Test
    @NeedsProgram("setpriv")
    void worksForAnOrdinaryUser() throws IOException {
        try (Hako hako = Hako.ofUser(UID)) {
            BusyboxLayout.make(hako.place(), UID);
            String mount = "type=image,src=oci:layout:v1,dst=/i,image-subpath=data";
            assertThat(hako.answer("run", "--rm", "--mount", mount, "host", "cat", "/i/seed"))
                    .isEqualTo("seed");
        }
    }
}
