package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `hako commit`, judged by programs that others made.
@NeedsRoot
class CommitIT {
    private static final int UID = 64_024;
    private static final Hako HAKO = Hako.ofThisUser();
    private static final String CHANGE =
            "rm /deleted; rm -r /tree; mkdir /tree; echo new > /tree/new; ln /tree/new /tree/second;"
                    + " echo more >> /kept; chmod 4711 /kept";

    /// A root that is small, its programs the host's: they are mounted, and so in no image.
    @BeforeAll
    static void makeRoot() throws IOException {
        furnish(HAKO.place().resolve("base"));
    }

    private static void furnish(Path base) throws IOException {
        Files.createDirectories(base.resolve("tree"));
        for (String name : new String[] {"usr", "bin", "lib", "lib64", "etc"}) {
            Files.createDirectories(base.resolve(name));
        }
        Files.writeString(base.resolve("kept"), "kept\n");
        Files.writeString(base.resolve("deleted"), "deleted\n");
        Files.writeString(base.resolve("tree/old"), "old\n");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static void run(Hako hako, String name, String script) {
        List<String> words = new ArrayList<>(List.of("run", "--name", name, "-l", "team=a"));
        words.addAll(List.of("-e", "A=b"));
        for (String programs : List.of("/usr", "/bin", "/lib", "/lib64")) {
            words.addAll(List.of("-v", programs + ":" + programs + ":ro"));
        }
        String image = "rootfs:" + hako.place().resolve("base");
        words.addAll(List.of(image, "sh", "-c", script));
        assertThat(hako.run(words.toArray(String[]::new))).isEqualTo(Result.printed(""));
    }

    @Test
    @NeedsProgram({"skopeo", "umoci"})
    void makesAWholeImageThatOthersRead() throws IOException {
        run(HAKO, "work", CHANGE);
        assertThat(HAKO.answer("commit", "-a", "me", "-m", "why", "work", "oci:layout:v1"))
                .matches("sha256:[0-9a-f]{64}");
        String config = shell("skopeo inspect --config oci:layout:v1");
        assertThat(config).contains("\"author\": \"me\"", "\"comment\": \"why\"", "\"A=b\"");
        assertThat(config).contains("\"team\": \"a\"", "\"architecture\": ");
        shell("umoci unpack --image layout:v1 unpacked");
        Path root = HAKO.place().resolve("unpacked/rootfs");
        assertThat(root.toFile().list())
                .contains("usr", "etc", "kept", "tree")
                .doesNotContain("deleted");
        assertThat(root.resolve("tree").toFile().list()).containsExactlyInAnyOrder("new", "second");
        assertThat(root.resolve("kept")).hasContent("kept\nmore\n");
        assertThat((int) Files.getAttribute(root.resolve("kept"), "unix:mode") & 07777)
                .isEqualTo(04711);
        assertThat(Files.isSameFile(root.resolve("tree/new"), root.resolve("tree/second")))
                .isTrue();
        assertThat(root.resolve("usr").toFile().list()).isEmpty();
    }

    private static String shell(String line) {
        Result result = HAKO.shell(line);
        assertThat(result.status()).as(result.error()).isZero();
        return result.output();
    }

    @Test
    @NeedsProgram("skopeo")
    void changesHowContainersRun() {
        run(HAKO, "changed", "true");
        shell(
                "hako commit -c 'CMD [\"serve\", \"-v\"]' -c 'ENTRYPOINT [\"/app\"]' -c 'ENV A=x B=\"y z\"'"
                        + " -c 'EXPOSE 80 53/udp' -c 'LABEL team=b' -c 'USER 1000' -c 'VOLUME /data'"
                        + " -c 'WORKDIR /srv' -c 'ONBUILD RUN true' changed oci:changed-layout");
        String config = shell("skopeo inspect --config oci:changed-layout | tr -d ' \\n'");
        assertThat(config)
                .contains("\"Cmd\":[\"serve\",\"-v\"]", "\"Entrypoint\":[\"/app\"]")
                .contains("\"A=x\",\"B=yz\"", "\"53/udp\":{}", "\"80/tcp\":{}", "\"team\":\"b\"")
                .contains("\"User\":\"1000\"", "\"/data\":{}", "\"WorkingDir\":\"/srv\"");
    }

    @Test
    void isReproducible() {
        run(HAKO, "first", CHANGE);
        run(HAKO, "second", CHANGE);
        String commit = "SOURCE_DATE_EPOCH=1000000000 hako commit %s oci:%s:x";
        String first = shell(commit.formatted("first", "one"));
        assertThat(shell(commit.formatted("second", "two"))).isEqualTo(first);
        assertThat(shell("diff -r one two")).isEmpty();
    }

    @Test
    @NeedsProgram("skopeo")
    void keepsSeveralImagesInOneLayout() {
        run(HAKO, "several", "true");
        shell("hako commit several oci:shelf:a; hako commit several oci:shelf:b");
        String digest = shell("hako commit -m again several oci:shelf:a");
        assertThat(digest).startsWith("sha256:");
        assertThat(shell("skopeo inspect --config oci:shelf:a")).contains("again");
        assertThat(shell("skopeo inspect --config oci:shelf:b")).doesNotContain("again");
    }

    @Test
    void refusesWhatItCannotDo() {
        run(HAKO, "refused", "true");
        assertThat(HAKO.run("commit", "refused", "docker-archive:web.tar").error())
                .contains("cannot commit to the archive", "hako save");
        assertThat(HAKO.run("commit", "refused", "web@sha256:" + "0".repeat(64)).error())
                .contains("refusing to create a tag with a digest reference");
        assertThat(HAKO.run("commit", "refused", "oci:base").error())
                .contains("has other things in it than images");
        assertThat(HAKO.run("commit", "-c", "RUN true", "refused", "oci:x").error())
                .contains("it is none of CMD");
        assertThat(HAKO.place().resolve("x")).doesNotExist();
    }

    @Test
    @NeedsProgram({"setpriv", "umoci"})
    void worksForAnOrdinaryUser() throws IOException {
        try (Hako user = Hako.ofUser(UID)) {
            furnish(user.place().resolve("base"));
            HAKO.shell("chown -R %1$d:%1$d %2$s/base".formatted(UID, user.place()));
            run(user, "mine", CHANGE);
            user.answer("commit", "mine", "oci:layout:v1");
            Result unpacked =
                    HAKO.shell(
                            "cd %s && umoci unpack --image layout:v1 unpacked && ls unpacked/rootfs/tree"
                                    .formatted(user.place()));
            assertThat(unpacked.output()).isEqualTo("new\nsecond\n");
        }
    }

    @Test
    void leavesARunningContainerAlone() {
        Path base = HAKO.place().resolve("base");
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "live",
                "--init",
                "-v",
                "/usr:/usr:ro",
                "-v",
                "/bin:/bin:ro",
                "-v",
                "/lib:/lib:ro",
                "-v",
                "/lib64:/lib64:ro",
                "rootfs:" + base,
                "sleep",
                "600");
        HAKO.answer("exec", "live", "sh", "-c", "echo x > /tree/live");
        assertThat(HAKO.answer("commit", "live", "oci:live:x")).startsWith("sha256:");
        assertThat(shell("zcat live/blobs/sha256/* 2>/dev/null | tar -it")).contains("tree/live");
        assertThat(HAKO.answer("commit", "--pause", "live", "oci:live:held")).startsWith("sha256:");
        assertThat(HAKO.answer("ps", "--format", "{{.State}}")).isEqualTo("running");
        HAKO.answer("rm", "-f", "live");
    }
}
