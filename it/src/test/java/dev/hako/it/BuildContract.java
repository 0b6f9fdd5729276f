package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// `hako build`, whoever builds.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BuildContract {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String STAGES =
            """
            FROM base:1 AS made
            ARG WHO=world
            WORKDIR /job
            RUN echo "hello $WHO" > greeting && echo said
            COPY src things/

            FROM base:1 AS unused
            RUN exit 1

            FROM base:1
            ENV A=b
            LABEL team=a
            COPY --from=made /job/greeting /usr/share/greeting
            COPY --from=made --chmod=0600 /job/things/sub/two /lib/thing
            COPY <<END /etc/conf
            value $A
            END
            ENTRYPOINT ["cat"]
            CMD ["/usr/share/greeting", "/etc/conf", "/usr/lib/thing"]
            """;

    private final Hako hako;
    private int count;

    /// @param hako the instance to use; it is closed by this class
    BuildContract(Hako hako) {
        this.hako = hako;
    }

    Hako hako() {
        return hako;
    }

    @BeforeAll
    void makeBase() throws IOException {
        Path tree = hako.place().resolve("base");
        BusyboxTree.make(tree, 0);
        Files.createDirectories(tree.resolve("usr/lib"));
        Files.createDirectories(tree.resolve("usr/share"));
        Files.createSymbolicLink(tree.resolve("lib"), Path.of("usr/lib"));
        Path archive = hako.place().resolve("base.tar");
        Programs.run(DEADLINE, "tar", "-C", tree.toString(), "-cf", archive.toString(), ".");
        hako.answer(
                "import",
                "-c",
                "ENV PATH=/bin",
                "-c",
                "CMD [\"sh\"]",
                archive.toString(),
                "base:1");
    }

    @AfterAll
    void leaveNothing() {
        hako.close();
    }

    /// A new context with a few files and this Dockerfile.
    Path context(String dockerfile) throws IOException {
        Path context = Files.createDirectory(hako.place().resolve("context" + ++count));
        Files.createDirectories(context.resolve("src/sub"));
        Files.writeString(context.resolve("src/one"), "one\n");
        Files.writeString(context.resolve("src/sub/two"), "two\n");
        Files.writeString(context.resolve("src/left.log"), "left\n");
        Files.writeString(context.resolve(".dockerignore"), "**/*.log\n");
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        return context;
    }

    Result build(Path context, String... options) {
        return hako.run(
                Stream.of(List.of("build"), List.of(options), List.of(context.toString()))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }

    /// Builds what must work, and answers what was shown meanwhile.
    String built(Path context, String... options) {
        Result result = build(context, options);
        assertThat(result.status()).as(result.error()).isZero();
        return result.error();
    }

    @Test
    void buildsTheStagesThatAreNeeded() throws IOException {
        Path context = context(STAGES);
        String shown = built(context, "-t", "stages", "--build-arg", "WHO=you", "--label", "x=y");
        assertThat(shown)
                .contains("[made 3/4] RUN echo \"hello $WHO\" > greeting", "said\n", " DONE ")
                .doesNotContain("unused");
        assertThat(hako.answer("run", "--rm", "stages")).isEqualTo("hello you\nvalue b\ntwo");
        assertThat(hako.answer("run", "--rm", "--entrypoint", "readlink", "stages", "/lib"))
                .isEqualTo("usr/lib");
        assertThat(hako.answer("inspect", "--format", "{{json .Config.Labels}}", "stages"))
                .isEqualTo("{\"team\":\"a\",\"x\":\"y\"}");
    }

    @Test
    void doesAgainWhatHasChangedAndNothingElse() throws IOException {
        Path context =
                context(
                        """
                        FROM base:1
                        RUN cat /proc/sys/kernel/random/uuid > /first
                        COPY src /src
                        RUN cat /src/one > /copy
                        """);
        built(context, "-t", "again:1");
        String id = hako.answer("images", "-q", "--no-trunc", "again:1");
        String shown = built(context, "-t", "again:2");
        assertThat(shown.split("CACHED", -1)).hasSize(4);
        assertThat(hako.answer("images", "-q", "--no-trunc", "again:2")).isEqualTo(id);
        Files.writeString(context.resolve("src/left.log"), "nobody sees it\n");
        assertThat(built(context).split("CACHED", -1)).hasSize(4);
        Files.writeString(context.resolve("src/one"), "changed\n");
        assertThat(built(context, "-t", "again:3").split("CACHED", -1)).hasSize(2);
        String first = hako.answer("run", "--rm", "again:1", "cat", "/first");
        assertThat(hako.answer("run", "--rm", "again:3", "cat", "/first", "/copy"))
                .isEqualTo(first + "\nchanged");
        built(context, "--no-cache", "-t", "again:4");
        assertThat(hako.answer("run", "--rm", "again:4", "cat", "/first")).isNotEqualTo(first);
    }

    @Test
    void showsTheLineThatFailedAndItsLastOutput() throws IOException {
        Path context = context("FROM base:1\n\nRUN echo nearly; \\\n  exit 3\nRUN true\n");
        Result result = build(context);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.error())
                .contains("------\nnearly\n------\nDockerfile:3\n")
                .contains("   3 | >>> RUN echo nearly; \\\n")
                .endsWith("hako: cannot build: line 3, RUN: the program ended with exit code 3\n");
        assertThat(hako.answer("ps", "-aq")).isEmpty();
    }

    @Test
    void refusesByLineAndNameWhatItCannotDo() throws IOException {
        refuses("ADD https://example.com/x.git /x", "line 2, ADD: ADD of the git repository");
        refuses("COPY gone /x", "line 2, COPY: \"gone\" is not in the files");
        refuses("COPY src/left.log /x", "hint: see whether the .dockerignore leaves it out");
        refuses("COPY --chmod=u+y src /x", "line 2, COPY: \"--chmod=u+y\" says no permissions");
        refuses("RUN --mount=type=ssh true", "line 2, RUN: \"--mount=type=ssh\" is not supported");
        refuses("RUN --mount=type=secret,id=s,required true", "there is no secret \"s\"");
        refuses("STOPSIGNAL nothing", "line 2, STOPSIGNAL: there is no signal \"nothing\"");
        refuses("COPY src/one src/sub/two /etc/passwd", "\"/etc/passwd\" is not a directory");
    }

    private void refuses(String instruction, String why) throws IOException {
        Result result = build(context("FROM base:1\n" + instruction + "\n"));
        assertThat(result.status()).as(instruction).isEqualTo(1);
        assertThat(result.error()).contains(why);
    }

    @Test
    void programsSeeMountsThatNoImageKeeps() throws IOException {
        Path context =
                context(
                        """
                        FROM base:1
                        RUN --mount=type=bind,target=/ctx cat /ctx/src/one && ! touch /ctx/new 2>&1
                        RUN --mount=type=bind,source=src,target=/ctx,rw touch /ctx/new && ls /ctx
                        RUN --mount=type=tmpfs,target=/scratch,size=1m echo x > /scratch/x
                        RUN --mount=type=cache,target=/cache echo x >> /cache/n && wc -l < /cache/n
                        RUN --mount=type=secret,id=token cat /run/secrets/token
                        RUN --mount=type=secret,id=token,env=TOKEN echo "in $TOKEN"
                        RUN <<END
                        set -e
                        test ! -e /run/secrets
                        test ! -e /ctx/src
                        test -z "$TOKEN"
                        END
                        RUN <<END
                        #!/bin/cat
                        a program
                        END
                        """);
        Path secret = Files.writeString(hako.place().resolve("token"), "s3cret\n");
        String[] options = {"--secret", "id=token,src=" + secret, "-t", "mounts"};
        String shown = built(context, options);
        assertThat(shown)
                .contains(" one\n", "Read-only file system", " new\n", " 1\n", " s3cret\n")
                .contains(" in s3cret\n", " a program\n");
        assertThat(built(context, "--secret", "id=token,src=" + secret, "--no-cache"))
                .contains(" 2\n");
        Path archive = hako.place().resolve("mounts.tar");
        hako.answer("save", "-o", archive.toString(), "mounts");
        Result found =
                hako.shell(
                        "mkdir m && tar -C m -xf mounts.tar && cd m/blobs/sha256"
                                + " && { zcat -f *; cat *; } 2> /dev/null | grep -c s3cret");
        assertThat(found.output()).isEqualTo("0\n");
    }

    @Test
    void linksOfTheContextLeadNowhereElse() throws IOException {
        Path context = context("FROM scratch\nCOPY out/ /\nCOPY within /file\n");
        Files.createSymbolicLink(context.resolve("out"), hako.place().resolve("base/etc"));
        Files.createSymbolicLink(context.resolve("within"), Path.of("../../src/one"));
        assertThat(build(context).error()).contains("line 2, COPY: \"out/\" is not in the files");
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY within /file\n");
        built(context, "-o", hako.place().resolve("followed").toString());
        assertThat(hako.place().resolve("followed/file")).hasContent("one\n");
    }

    @Test
    void takesTheResultElsewhere() throws IOException {
        Path context = context("FROM scratch\nCOPY src /\n");
        String before = hako.answer("images", "-aq");
        built(context, "-o", "type=local,dest=" + hako.place() + "/made/deep");
        assertThat(hako.place().resolve("made/deep/sub/two")).hasContent("two\n");
        assertThat(hako.shell("hako build -o - " + context + " 2>/dev/null | tar -t").output())
                .isEqualTo("./\none\nsub/\nsub/two\n");
        assertThat(hako.answer("images", "-aq")).isEqualTo(before);
        String file = hako.place().resolve("made/image.tar").toString();
        String id = hako.place().resolve("made/id").toString();
        built(context, "-q", "-t", "files:1", "-o", "type=oci,dest=" + file, "--iidfile", id);
        assertThat(hako.answer("load", "-i", file)).contains("files:1");
        assertThat(Path.of(id)).hasContent(hako.answer("images", "-q", "--no-trunc", "files:1"));
    }

    @Test
    void readsStandardInput() throws IOException {
        Path context = context("FROM scratch\nCOPY src/one /one\n");
        Result packed =
                hako.shell("tar -C " + context + " -c . | hako build -q -o made-of-input -");
        assertThat(packed.error()).isEmpty();
        assertThat(hako.place().resolve("made-of-input/one")).hasContent("one\n");
        Result text = hako.runWithInput("FROM base:1\nRUN echo heard\n", "build", "-");
        assertThat(text.error()).contains("heard");
        Result file =
                hako.runWithInput(
                        "FROM scratch\nCOPY src/one /x\n", "build", "-f", "-", context.toString());
        assertThat(file.status()).as(file.error()).isZero();
    }

    @Test
    void equalInputsGiveEqualImagesOfATime() throws IOException {
        Path context =
                context(
                        "FROM base:1\nRUN date > /dev/null; echo x > /x; mkdir /d\nCOPY src /src\n");
        String line = "SOURCE_DATE_EPOCH=1000000000 hako build -q --no-cache " + context;
        Result first = hako.shell(line);
        assertThat(first.output()).startsWith("sha256:");
        Programs.run(DEADLINE, "touch", context.resolve("src/one").toString());
        assertThat(hako.shell(line)).isEqualTo(first);
    }

    @Test
    void prunesWhatNoImageHas() throws IOException {
        Path context = context("FROM base:1\nRUN echo pruned > /pruned\n");
        built(context, "-t", "pruned");
        hako.answer("builder", "prune", "-f");
        assertThat(built(context, "-t", "pruned")).contains("CACHED");
        assertThat(hako.answer("system", "df", "--format", "{{.Type}}|{{.Size}}"))
                .doesNotContain("Build Cache|0B");
        hako.answer("rmi", "pruned");
        assertThat(hako.answer("builder", "prune", "-f")).contains("Total reclaimed space");
        assertThat(built(context)).doesNotContain("CACHED");
    }

    @Test
    void anInterruptedBuildLeavesNothing() throws IOException {
        Path context = context("FROM base:1\nRUN echo begun && sleep 1000\n");
        Process process = hako.start("build", context.toString());
        Await.until("it runs", DEADLINE, () -> !hako.answer("ps", "-q").isEmpty());
        process.destroy();
        Await.until("it is gone", DEADLINE, () -> hako.answer("ps", "-aq").isEmpty());
        Await.until("its room is gone", DEADLINE, this::hasNoWork);
    }

    private boolean hasNoWork() {
        Path work = hako.place().resolve("root/builds/work");
        return work.toFile().list() == null || work.toFile().list().length == 0;
    }

    @Test
    void theNextEngineRemovesWhatAKilledOneHasLeft() throws IOException {
        Path context = context("FROM base:1\nRUN echo begun && sleep 1000\n");
        Process process = hako.start("build", context.toString());
        Await.until("it runs", DEADLINE, () -> !hako.answer("ps", "-q").isEmpty());
        hako.engine().orElseThrow().destroyForcibly();
        process.destroy();
        Await.until("it is gone", DEADLINE, () -> hako.answer("ps", "-aq").isEmpty());
        assertThat(hasNoWork()).isTrue();
    }
}
