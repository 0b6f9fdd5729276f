package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Volumes: what outlives containers.
@NeedsRoot
@NeedsProgram("setpriv")
class VolumeIT {
    private static final int UID = 64_023;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @AfterEach
    void removeAll() {
        for (String id : HAKO.answer("ps", "-a", "-q").lines().toList()) {
            HAKO.answer("rm", "-f", "-v", id);
        }
        HAKO.answer("volume", "prune", "-a", "-f");
    }

    private static Path mountpoint(Hako hako, String volume) {
        return Path.of(hako.answer("volume", "inspect", "-f", "{{.Mountpoint}}", volume));
    }

    private static Result inBox(String volume, String script) {
        return HAKO.run("run", "--rm", "-v", volume, "host", "sh", "-c", script);
    }

    @Test
    void areMadeListedShownAndRemoved() {
        assertThat(HAKO.answer("volume", "create", "--label", "a=b", "data")).isEqualTo("data");
        assertThat(HAKO.answer("volume", "create", "data")).isEqualTo("data");
        assertThat(HAKO.answer("volume", "create")).matches("[0-9a-f]{64}");

        assertThat(HAKO.answer("volume", "ls", "-f", "name=dat"))
                .isEqualTo("DRIVER    VOLUME NAME\nlocal     data");
        assertThat(HAKO.answer("volume", "ls", "-q", "-f", "label=a=b")).isEqualTo("data");
        assertThat(HAKO.answer("volume", "ls", "--format", "{{.Name}} {{.Label \"a\"}}"))
                .contains("data b");
        assertThat(HAKO.answer("inspect", "-f", "{{.Name}} {{.Driver}} {{.Scope}}", "data"))
                .isEqualTo("data local local");

        assertThat(HAKO.answer("volume", "rm", "data")).isEqualTo("data");
        assertThat(HAKO.run("volume", "rm", "data").error()).contains("no such volume \"data\"");
        assertThat(HAKO.answer("volume", "rm", "-f", "data")).isEqualTo("data");
    }

    @Test
    void keepWhatContainersWrite() {
        assertThat(inBox("data:/d", "echo kept > /d/file")).isEqualTo(Result.exited(0));
        assertThat(inBox("data:/e", "cat /e/file")).isEqualTo(Result.printed("kept\n"));
        assertThat(inBox("data:/e:ro", "echo x > /e/file").status()).isNotZero();
        assertThat(HAKO.answer("volume", "ls", "-q")).isEqualTo("data");
    }

    @Test
    void withoutANameGoWithTheirContainer() {
        assertThat(inBox("/d", "test -d /d")).isEqualTo(Result.exited(0));
        assertThat(HAKO.answer("volume", "ls", "-q")).isEmpty();

        HAKO.answer("create", "--name", "one", "-v", "/d", "host", "true");
        HAKO.answer("rm", "one");
        assertThat(HAKO.answer("volume", "ls", "-q")).matches("[0-9a-f]{64}");

        HAKO.answer("create", "--name", "two", "-v", "/d", "-v", "named:/n", "host", "true");
        HAKO.answer("rm", "-v", "two");
        assertThat(HAKO.answer("volume", "ls", "-q").lines()).hasSize(2).contains("named");
    }

    @Test
    void cannotBeRemovedWhileAContainerUsesThem() {
        String id = HAKO.answer("create", "--name", "user", "-v", "data:/d", "host", "true");
        Result result = HAKO.run("volume", "rm", "data");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error())
                .startsWith(
                        "hako: cannot remove volume \"data\": volume is in use - ["
                                + id
                                + "]; hint: ");
        assertThat(HAKO.answer("volume", "ls", "-q", "-f", "dangling=true")).isEmpty();
        assertThat(HAKO.answer("volume", "ls", "-q", "-f", "dangling=false")).isEqualTo("data");
    }

    @Test
    void areSeenInInspectAndPs() {
        HAKO.answer("create", "--name", "user", "-v", "data:/d:ro", "host", "true");
        String format =
                "{{range .Mounts}}{{.Type}} {{.Name}} {{.Source}} {{.Destination}}"
                        + " {{.Driver}} {{.Mode}} {{.RW}}{{end}}";
        assertThat(HAKO.answer("inspect", "-f", format, "user"))
                .isEqualTo("volume data " + mountpoint(HAKO, "data") + " /d local ro false");
        assertThat(HAKO.answer("inspect", "-f", "{{.HostConfig.Binds}}", "user"))
                .isEqualTo("[data:/d:ro]");
        for (String filter : new String[] {"volume=data", "volume=/d"}) {
            assertThat(HAKO.answer("ps", "-a", "--filter", filter, "--format", "{{.Names}}"))
                    .isEqualTo("user");
        }
        assertThat(HAKO.answer("ps", "-a", "-q", "--filter", "volume=other")).isEmpty();
    }

    @Test
    void ofAnotherContainerCanBeHadToo() {
        HAKO.answer(
                "run",
                "--name",
                "first",
                "-v",
                "data:/d",
                "-v",
                "/own",
                "host",
                "sh",
                "-c",
                "echo one > /d/f; echo two > /own/f");
        Result result =
                HAKO.run("run", "--rm", "--volumes-from", "first", "host", "cat", "/d/f", "/own/f");
        assertThat(result).isEqualTo(Result.printed("one\ntwo\n"));
        assertThat(
                        HAKO.run(
                                        "run",
                                        "--rm",
                                        "--volumes-from",
                                        "first:ro",
                                        "host",
                                        "sh",
                                        "-c",
                                        "echo x > /own/f")
                                .status())
                .isNotZero();
        assertThat(HAKO.answer("volume", "ls", "-q").lines()).hasSize(2);
        assertThat(HAKO.run("run", "--rm", "--volumes-from", "nobody", "host", "true").error())
                .contains("no such container \"nobody\"");
    }

    @Test
    void canBeADirectoryOfTheHost() throws IOException {
        Path folder = Files.createDirectories(HAKO.place().resolve("device"));
        HAKO.answer(
                "volume",
                "create",
                "-o",
                "type=none",
                "-o",
                "o=bind",
                "-o",
                "device=" + folder,
                "shop");
        assertThat(inBox("shop:/d", "echo x > /d/file")).isEqualTo(Result.exited(0));
        assertThat(folder.resolve("file")).hasContent("x\n");
        HAKO.answer("volume", "rm", "shop");
        assertThat(folder.resolve("file")).exists();
    }

    @Test
    void canBeMemoryThatContainersShare() {
        HAKO.answer(
                "volume",
                "create",
                "-o",
                "type=tmpfs",
                "-o",
                "device=tmpfs",
                "-o",
                "o=size=1m",
                "cache");
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "holder",
                "-v",
                "cache:/c",
                "host",
                "sh",
                "-c",
                "echo shared > /c/f; sleep 60");
        Await.until(
                "the first word",
                DEADLINE,
                () -> inBox("cache:/c", "cat /c/f").equals(Result.printed("shared\n")));
        HAKO.answer("rm", "-f", "holder");
        Path data = mountpoint(HAKO, "cache");
        Await.until("the memory's end", DEADLINE, () -> Files.notExists(data.resolve("f")));
        assertThat(inBox("cache:/c", "head -c 2000000 /dev/zero > /c/big").status()).isNotZero();
    }

    @Test
    void ofUsersBelongToThem() throws IOException {
        try (Hako hako = Hako.ofUser(UID)) {
            String script = "cat /d/file 2>/dev/null; echo x > /d/file";
            for (String printed : new String[] {"", "x\n"}) {
                assertThat(hako.run("run", "--rm", "-v", "data:/d", "host", "sh", "-c", script))
                        .isEqualTo(new Result(0, printed, ""));
            }
            Path file = mountpoint(hako, "data").resolve("file");
            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(UID);
            assertThat(hako.run("run", "--rm", "-v", "etc:/etc", "host", "cat", "/etc/passwd"))
                    .satisfies(result -> assertThat(result.output()).contains("root:"));
            Result refused =
                    hako.run("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "x1");
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.error()).contains("only root's engine").contains("hint: ");
        }
    }

    @Test
    void beginWithWhatTheImageHasThere() throws Exception {
        Path image = Files.createDirectories(HAKO.place().resolve("image"));
        Path data = Files.createDirectories(image.resolve("srv/data/sub"));
        Files.writeString(data.resolve("file"), "text");
        Files.createLink(data.resolve("same"), data.resolve("file"));
        Files.createSymbolicLink(data.resolve("link"), Path.of("/etc/shadow"));
        Files.setAttribute(data.resolve("file"), "unix:uid", 123);
        Files.setAttribute(data.resolve("file"), "unix:gid", 45);
        Files.setAttribute(data.resolve("file"), "user:note", "kept".getBytes(UTF_8));
        Files.setAttribute(data.getParent(), "unix:uid", 7);
        Programs.run(DEADLINE, "chmod", "4750", data.resolve("file").toString());
        Programs.run(DEADLINE, "mkfifo", data.resolve("pipe").toString());

        HAKO.answer("create", "-v", "copy:/srv/data", "rootfs:" + image, "/bin/true");

        Path copy = mountpoint(HAKO, "copy");
        Path file = copy.resolve("sub/file");
        assertThat(file).hasContent("text");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(123);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(45);
        assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(04750);
        assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(2);
        assertThat(Files.isSameFile(file, copy.resolve("sub/same"))).isTrue();
        assertThat((byte[]) Files.getAttribute(file, "user:note"))
                .isEqualTo("kept".getBytes(UTF_8));
        assertThat(Files.readSymbolicLink(copy.resolve("sub/link")))
                .isEqualTo(Path.of("/etc/shadow"));
        assertThat((int) Files.getAttribute(copy.resolve("sub/pipe"), "unix:mode") & 0170000)
                .isEqualTo(010000);
        assertThat(Files.getAttribute(copy, "unix:uid")).isEqualTo(7);
    }

    @Test
    void areNotFilledWhenTheyHaveSomethingOrAreNotToBe() {
        assertThat(inBox("some:/d", "touch /d/mine")).isEqualTo(Result.exited(0));
        assertThat(inBox("some:/etc", "ls /etc")).isEqualTo(Result.printed("mine\n"));
        assertThat(inBox("none:/etc:nocopy", "test -e /etc/passwd").status()).isNotZero();
        assertThat(inBox("all:/etc", "test -e /etc/passwd").status()).isZero();
        assertThat(inBox("sbin:/usr/sbin", "ls /usr/sbin | wc -l").output().strip())
                .isNotEqualTo("0");
    }

    @Test
    void leaveNothingHalfDoneBehindACrash() throws IOException {
        HAKO.answer("volume", "create", "whole");
        Path volumes = HAKO.place().resolve("root/volumes");
        Files.createDirectories(volumes.resolve(".half/_data/deep"));
        Files.createDirectories(volumes.resolve("whole/.copy/deep"));
        Files.createDirectories(volumes.resolve("orphan/_data"));
        String document = Files.readString(volumes.resolve("whole/volume.json"));
        Files.writeString(
                volumes.resolve("orphan/volume.json"),
                document.replace("whole", "orphan")
                        .replaceFirst("\\{", "{\"goesWith\":\"" + "ab".repeat(32) + "\","));

        HAKO.crashEngine();

        assertThat(HAKO.answer("volume", "ls", "-q")).isEqualTo("whole");
        assertThat(volumes.resolve(".half")).doesNotExist();
        assertThat(volumes.resolve("whole/.copy")).isEmptyDirectory();
        assertThat(volumes.resolve("orphan")).doesNotExist();
    }

    @Test
    void areFilledAfterACrashThatCameBetween() throws IOException {
        HAKO.answer(
                "create", "--name", "late", "-v", "etc:/etc", "host", "test", "-e", "/etc/group");
        Path data = mountpoint(HAKO, "etc");
        Files.move(data, data.resolveSibling(".copy"));
        Files.delete(data.resolveSibling(".copy").resolve("group"));
        Files.createDirectory(data);

        HAKO.crashEngine();

        assertThat(HAKO.run("start", "-a", "late")).isEqualTo(Result.exited(0));
        assertThat(data.resolveSibling(".copy")).doesNotExist();
    }

    @Test
    void ofARunThatEndedWithoutAnEngineGoAsWell() {
        HAKO.answer("run", "-d", "--rm", "--name", "job", "-v", "/d", "host", "sleep", "60");
        assertThat(HAKO.answer("volume", "ls", "-q")).matches("[0-9a-f]{64}");
        HAKO.crashEngine();
        HAKO.answer("rm", "-f", "job");
        assertThat(HAKO.answer("volume", "ls", "-q")).isEmpty();
    }
}
