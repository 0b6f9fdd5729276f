package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The files of boxes on kernels of their own, from outside: one runs, one has been stopped.
@NeedsRoot
@NeedsProgram("busybox")
class UnikernelFilesIT {
    private static final String CHANGES =
            "cd /root; echo hi > new; ln new same; ln -s /etc/passwd link; mkdir -m 700 kept;"
                    + " echo deep > kept/deep; chown 1000:1000 kept/deep; mkfifo fifo;"
                    + " rm /etc/group; chmod 1700 /tmp";

    private static final Hako HAKO = Hako.ofThisUser();
    private static Path here;

    @BeforeAll
    static void start() throws IOException {
        here = HAKO.place();
        GuestKernels.bring(HAKO);
        BusyboxTree.make(here.resolve("tree"), 0);
        GuestKernels.bringImage(HAKO, "tree", "box");
        HAKO.answer("create", "--isolation", "unikernel", "--name", "runs", "box", "sleep", "600");
        HAKO.answer("start", "runs");
        HAKO.answer("exec", "runs", "sh", "-c", CHANGES);
        HAKO.answer(
                "run", "--isolation", "unikernel", "--name", "stopped", "box", "sh", "-c", CHANGES);
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @Test
    void areCopiedOut() throws IOException {
        for (String box : List.of("runs", "stopped")) {
            Path copy = here.resolve("of-" + box);
            HAKO.answer("cp", "-a", box + ":/root", copy.toString());
            assertThat(copy.resolve("new")).hasContent("hi");
            assertThat(Files.isSameFile(copy.resolve("new"), copy.resolve("same"))).isTrue();
            assertThat(Files.readSymbolicLink(copy.resolve("link"))).hasToString("/etc/passwd");
            assertThat(Files.getAttribute(copy.resolve("kept"), "unix:mode")).isEqualTo(040700);
            assertThat(Files.getAttribute(copy.resolve("kept/deep"), "unix:uid")).isEqualTo(1000);
        }
    }

    @Test
    void areCopiedIn() throws IOException {
        Path folder = Files.createDirectories(here.resolve("in/sub"));
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        Files.write(folder.resolve("bytes"), content);
        Files.createSymbolicLink(folder.resolve("link"), Path.of("bytes"));
        for (String box : List.of("runs", "stopped")) {
            HAKO.answer("cp", here.resolve("in").toString(), box + ":/srv");
            Path back = here.resolve("back-" + box);
            HAKO.answer("cp", box + ":/srv/in/sub/bytes", back.toString());
            assertThat(back).hasBinaryContent(content);
        }
        assertThat(HAKO.answer("exec", "runs", "wc", "-c", "/srv/in/sub/link"))
                .startsWith("200000 ");
        assertThat(HAKO.answer("exec", "runs", "stat", "-c", "%u", "/srv/in/sub/bytes"))
                .isEqualTo("0");
    }

    @Test
    void areTheBoxsOwnWhereverLinksLead() throws IOException {
        Path secret = Files.writeString(here.resolve("secret"), "of the host");
        for (String box : List.of("runs", "stopped")) {
            Path trap = Files.createDirectories(here.resolve("trap-" + box));
            Files.createSymbolicLink(trap.resolve("out"), secret);
            HAKO.answer("cp", trap.resolve("out").toString(), box + ":/srv/out");
            Result read = HAKO.run("cp", "-L", box + ":/srv/out", here.resolve("got").toString());
            assertThat(read.status()).isNotZero();
            assertThat(here.resolve("got")).doesNotExist();
        }
    }

    @Test
    void areComparedWithTheImage() {
        for (String box : List.of("runs", "stopped")) {
            assertThat(HAKO.answer("diff", box))
                    .contains("C /etc\nD /etc/group", "A /root/kept/deep", "A /root/new", "C /tmp");
        }
    }

    @Test
    void areExported() {
        for (String box : List.of("runs", "stopped")) {
            Result listed = HAKO.shell("hako export " + box + " | tar -t");
            assertThat(listed.error()).isEmpty();
            assertThat(listed.output())
                    .contains("bin/busybox\n", "root/kept/deep\n", "root/fifo\n")
                    .doesNotContain("etc/group\n");
        }
    }

    @Test
    void becomeAnImage() {
        for (String box : List.of("runs", "stopped")) {
            HAKO.answer("commit", box, "of-" + box);
            String seen =
                    HAKO.answer(
                            "run",
                            "--rm",
                            "of-" + box,
                            "sh",
                            "-c",
                            "cat /root/new /root/kept/deep; stat -c %u:%a /root/kept/deep /tmp;"
                                    + " test ! -e /etc/group");
            assertThat(seen).isEqualTo("hi\ndeep\n1000:644\n0:1700");
        }
    }

    @Test
    void mayComeInNumbersThroughStandardInput() {
        Result counted =
                HAKO.shell(
                        "head -c 300000 /dev/zero | hako exec -i runs wc -c; hako exec runs true");
        assertThat(counted).isEqualTo(Result.printed("300000\n"));
    }

    @Test
    void areOutOfReachWhileTheBoxIsPaused() {
        HAKO.answer("pause", "runs");
        assertThat(HAKO.run("diff", "runs").error()).contains("it is paused", "hint: resume it");
        HAKO.answer("unpause", "runs");
        assertThat(HAKO.answer("diff", "runs")).contains("A /root/new");
    }

    @Test
    void areBuiltByDockerfiles() throws IOException {
        Path context = Files.createDirectories(here.resolve("context"));
        Files.writeString(
                context.resolve("Dockerfile"), "FROM box\nRUN uname -r > /kernel && mkdir /made\n");
        Result built =
                HAKO.run("build", "--isolation", "unikernel", "-t", "built", context.toString());
        assertThat(built.status()).as(built.error()).isZero();
        assertThat(HAKO.answer("run", "--rm", "built", "sh", "-c", "cat /kernel; ls -d /made"))
                .endsWith("-hako\n/made");
    }

    @Test
    void tellWhatRunsInside() {
        String[] lines = HAKO.answer("top", "runs").split("\n", -1);
        assertThat(lines[0]).startsWith("UID").endsWith("CMD");
        assertThat(lines[1]).matches("0 +1 +0 .*sleep 600");
        assertThat(HAKO.run("top", "runs", "-o", "pid").error())
                .contains("another kernel", "hint: ");
        assertThat(HAKO.run("top", "stopped").error()).contains("not running");
    }

    @Test
    void canBeStartedOnceTheyHaveBeenLookedAt() {
        HAKO.answer(
                "create", "--isolation", "unikernel", "--name", "later", "box", "cat", "/srv/x");
        HAKO.shell("echo put > x && hako cp x later:/srv/x");
        assertThat(HAKO.run("start", "-a", "later")).isEqualTo(Result.printed("put\n"));
        HAKO.answer("rm", "later");
    }
}
