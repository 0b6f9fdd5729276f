package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What `hako build` gets from elsewhere: files of the web, archives, images of registries; and the
/// networks and the terminal that its programs get.
@NeedsRoot
@NeedsProgram({"busybox", "docker-registry", "xz", "script"})
class BuildSourcesIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Hako HAKO = Hako.ofThisUser();
    private static final Path PLACE = HAKO.place();
    private static int count;

    @BeforeAll
    static void makeBase() throws IOException {
        Path tree = PLACE.resolve("base");
        BusyboxTree.make(tree, 0);
        Programs.run(DEADLINE, "tar", "-C", tree.toString(), "-cf", PLACE + "/base.tar", ".");
        HAKO.answer("import", "-c", "ENV PATH=/bin", PLACE + "/base.tar", "base:1");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static Path context(String dockerfile) throws IOException {
        Path context = Files.createDirectory(PLACE.resolve("context" + ++count));
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        return context;
    }

    private static String built(Path context, String options) {
        Result result = HAKO.shell("hako build " + options + " " + context);
        assertThat(result.status()).as(result.error()).isZero();
        return result.error();
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void addsFilesOfTheWebWhoseChecksumIsRight() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/pub/file",
                exchange -> {
                    asked.incrementAndGet();
                    byte[] page = "from the web\n".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/pub/file";
            String add = "FROM scratch\nADD --checksum=sha256:%s --chmod=u=rw,go= %s /got/\n";
            Path right = context(add.formatted(sha256("from the web\n"), address));
            String out = PLACE.resolve("web").toString();
            built(right, "-o " + out);
            assertThat(Path.of(out, "got/file")).hasContent("from the web\n");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(Path.of(out, "got/file"))))
                    .isEqualTo("rw-------");
            Result wrong =
                    HAKO.shell("hako build " + context(add.formatted("0".repeat(64), address)));
            assertThat(wrong.error()).contains("line 2, ADD: ", "has the digest sha256:");
            assertThat(asked.get()).isEqualTo(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void unpacksArchivesThatXzHasCompressed() throws IOException {
        Path context =
                context("FROM scratch\nADD packed.tar.xz /in/\nADD plain.xz bad.tar.bz2 /\n");
        Programs.run(
                DEADLINE,
                "sh",
                "-c",
                "cd '%s' && echo x > file && tar -cf packed.tar file && xz packed.tar && xz -k file && mv file.xz plain.xz && echo no > bad.tar.bz2"
                        .formatted(context));
        String out = PLACE.resolve("unpacked").toString();
        built(context, "-o " + out);
        assertThat(Path.of(out, "in/file")).hasContent("x\n");
        assertThat(Path.of(out, "plain.xz")).hasSameBinaryContentAs(context.resolve("plain.xz"));
        Files.writeString(context.resolve("bad.tar.bz2"), "BZh91AY&SY");
        assertThat(HAKO.shell("hako build " + context).error())
                .contains("\"bad.tar.bz2\" is compressed with bzip2");
    }

    @Test
    void takesBasesFromRegistriesAndNewerOnesIfItIsTold() throws IOException {
        try (TestRegistry registry = new RegistrySetup(PLACE.resolve("registry")).start()) {
            String name = registry.reference("base:1");
            HAKO.answer("tag", "base:1", name);
            HAKO.answer("push", name);
            HAKO.answer("rmi", name);
            Path context =
                    context("FROM " + name + "\nRUN cat /version 2>/dev/null || echo none\n");
            assertThat(built(context, "-t pulled")).contains(" none\n");
            // Somebody else brings out a newer one, of which this machine does not know.
            built(context("FROM base:1\nRUN echo two > /version\n"), "-t two");
            HAKO.answer("tag", "base:1", "kept:1");
            HAKO.answer("tag", "two", name);
            HAKO.answer("push", name);
            HAKO.answer("tag", "kept:1", name);
            assertThat(built(context, "--no-cache")).contains(" none\n");
            assertThat(built(context, "--pull")).contains(" two\n");
        }
    }

    @Test
    void anotherMachineTakesACacheAndDoesNothingAgain() throws IOException {
        String text = "FROM base:1\nRUN cat /proc/sys/kernel/random/uuid > /id\nRUN echo x > /x\n";
        Path context = context(text);
        try (TestRegistry registry = new RegistrySetup(PLACE.resolve("caches")).start();
                Hako other = Hako.ofThisUser()) {
            String ref = registry.reference("cache:1");
            String directory = PLACE.resolve("kept").toString();
            built(
                    context,
                    "-t donor --cache-to type=registry,ref=%s,mode=max --cache-to type=local,dest=%s"
                            .formatted(ref, directory));
            assertThat(HAKO.answer("images", "-a")).doesNotContain("cache");
            String id = HAKO.answer("run", "--rm", "donor", "cat", "/id");
            other.answer("import", "-c", "ENV PATH=/bin", PLACE + "/base.tar", "base:1");
            for (String from : List.of(ref, "type=local,src=" + directory)) {
                other.run("rmi", "taken");
                other.answer("builder", "prune", "-a", "-f");
                Result taken =
                        other.run("build", "-t", "taken", "--cache-from", from, context.toString());
                assertThat(taken.error().split("CACHED", -1)).as(taken.error()).hasSize(3);
                assertThat(other.answer("run", "--rm", "taken", "cat", "/id")).isEqualTo(id);
            }
            assertThat(other.answer("images", "-aq").lines()).hasSize(2);
        }
        assertThat(built(context, "--cache-from gone.invalid/x:1"))
                .contains("cannot use a cache: ");
        assertThat(built(context, "--cache-from base:1"))
                .contains("\"docker.io/library/base:1\" is an image");
        assertThat(HAKO.shell("hako build --cache-to type=gha " + context).error())
                .startsWith("hako: ")
                .contains("the type \"gha\" is not supported");
        assertThat(HAKO.shell("hako build --cache-to type=inline " + context).error())
                .contains("the type \"inline\" is not supported");
    }

    @Test
    void aForeignPlatformIsSaidInVariablesAndTheImage() throws IOException {
        Path context =
                context(
                        """
                        FROM --platform=$BUILDPLATFORM base:1 AS made
                        ARG TARGETARCH
                        RUN echo for $TARGETARCH > /file
                        FROM scratch
                        COPY --from=made /file /file
                        """);
        built(context, "--platform linux/arm64 -t foreign");
        assertThat(HAKO.answer("inspect", "--format", "{{.Architecture}}", "foreign"))
                .isEqualTo("arm64");
        built(context, "--platform linux/arm64 -o " + PLACE.resolve("arm"));
        assertThat(PLACE.resolve("arm/file")).hasContent("for arm64\n");
    }

    @Test
    void programsHaveTheNetworkThatIsSaid() throws IOException {
        String name = "readlink /proc/self/ns/net";
        String host = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
        Path context =
                context(
                        "FROM base:1\nRUN --network=host %s\nRUN --network=none ls /sys/class/net\n"
                                .formatted(name));
        assertThat(built(context, "--no-cache"))
                .contains(" " + host + "\n")
                .containsPattern(" lo\n#");
        Path plain = context("FROM base:1\nRUN " + name + "\n");
        assertThat(built(plain, "--no-cache --network none"))
                .contains(" net:[")
                .doesNotContain(host);
        assertThat(built(plain, "--no-cache --network host")).contains(" " + host + "\n");
    }

    @Test
    void aTerminalIsToldHowFarTheBuildIs() throws IOException {
        Path context = context("FROM base:1\nRUN echo working; sleep 0.5\n");
        Result result = HAKO.shell("script -qec 'hako build --no-cache " + context + "' /dev/null");
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output())
                .containsPattern("\\[\\+\\] Building 0\\.[0-9]s \\(1/2\\)")
                .contains(" => => # working")
                .containsPattern(" => \\[2/2\\] RUN echo working; sleep 0\\.5 +0\\.[0-9]s");
    }

    @Test
    void aFailedProgramIsEnteredBeforeItsChanges() throws IOException {
        Path context =
                context(
                        """
                        FROM base:1
                        ENV A=b
                        WORKDIR /job
                        RUN echo made > file
                        RUN --mount=type=tmpfs,target=/scratch touch /job/new; exit 7
                        """);
        Path input =
                Files.writeString(
                        PLACE.resolve("typed"),
                        "cat file && echo \"in $A\" $(ls /job /scratch | tr '\\n' ' ')\nexit\n");
        Result result =
                HAKO.shell(
                        "script -qec 'hako build --debug-shell %s' /dev/null < %s"
                                .formatted(context, input));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains(">>> RUN --mount=type=tmpfs", "line 5, RUN: the program ended")
                .contains("made\r\nin b /job: file /scratch:");
        Await.until("it is gone", DEADLINE, () -> HAKO.answer("ps", "-aq").isEmpty());
        Result blind = HAKO.shell("hako build --debug-shell " + context + " < /dev/null");
        assertThat(blind.error()).contains("--debug-shell needs a terminal");
    }
}
