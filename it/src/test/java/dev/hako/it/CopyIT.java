package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `hako cp`, in both directions, of a container that runs and of one that does not.
@NeedsRoot
class CopyIT {
    private static final int UID = 64_022;
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Instant MTIME = Instant.ofEpochSecond(1_700_000_000);
    private static final Hako HAKO = Hako.ofThisUser();

    @BeforeAll
    static void makeContainers() throws IOException {
        HAKO.answer("run", "-d", "--name", "running", "host", "sleep", "600");
        HAKO.answer("create", "--name", "stopped", "host", "true");
        Path tree = Files.createDirectories(HAKO.place().resolve("tree/sub"));
        Path file = Files.writeString(tree.resolve("file"), "content");
        Files.setAttribute(file, "unix:uid", 1234);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setLastModifiedTime(file, FileTime.from(MTIME));
        Files.createLink(tree.resolve("second"), file);
        Files.createSymbolicLink(tree.resolve("link"), Path.of("/no/where"));
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static void cp(String source, String target) {
        assertThat(HAKO.run("cp", source, target)).isEqualTo(Result.printed(""));
    }

    private static String failure(String source, String target) {
        Result result = HAKO.run("cp", source, target);
        assertThat(result.status()).isEqualTo(1);
        return result.error();
    }

    private static Path fresh(String name) throws IOException {
        return Files.createDirectory(HAKO.place().resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "stopped"})
    void copiesATreeInAndOut(String container) throws IOException {
        cp("tree", container + ":/srv/new");
        Path out = fresh("out-" + container);
        cp(container + ":/srv/new", out.toString());
        Path file = out.resolve("new/sub/file");
        assertThat(file).hasContent("content");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-x--x");
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(MTIME);
        assertThat(Files.isSameFile(file, out.resolve("new/sub/second"))).isTrue();
        assertThat(Files.readSymbolicLink(out.resolve("new/sub/link")))
                .isEqualTo(Path.of("/no/where"));
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "stopped"})
    void keepsOwnersOfAnArchive(String container) throws IOException {
        HAKO.answer("cp", "-a", "tree/sub/file", container + ":/srv/owned");
        Path out = fresh("owned-" + container);
        HAKO.answer("cp", "-a", container + ":/srv/owned", out.toString());
        assertThat(Files.getAttribute(out.resolve("owned"), "unix:uid")).isEqualTo(1234);
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "stopped"})
    void placesCopiesAsDockerDoes(String container) throws IOException {
        cp("tree", container + ":/opt-new"); // a directory that is not there gets the contents
        cp("tree", container + ":/opt-new"); // one that is there gets the directory
        cp("tree/.", container + ":/opt-new"); // or the contents
        cp("tree/sub/file", container + ":/opt-new"); // a file goes into a directory
        cp("tree/sub/file", container + ":opt-new/named"); // or is given a name
        Path out = fresh("placed-" + container);
        cp(container + ":/opt-new/.", out.toString());
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("sub", "tree", "file", "named");
        assertThat(out.resolve("tree/sub/file")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "stopped"})
    void refusesWhatDockerRefuses(String container) {
        String c = container + ":";
        assertThat(failure("tree", c + "/no/such")).contains("no such directory \"/no\"");
        assertThat(failure("tree/sub/file", c + "/nodir/")).contains("no such directory");
        assertThat(failure("tree", c + "/etc/passwd")).contains("over the file \"/etc/passwd\"");
        assertThat(failure("tree/sub/file/", c + "/tmp")).contains("not a directory");
        assertThat(failure(c + "/missing", ".")).contains("no such file or directory \"/missing\"");
        assertThat(failure("missing", c + "/tmp")).contains("no such file or directory");
        assertThat(failure(c + "/etc", c + "/tmp")).contains("between containers");
        assertThat(failure("tree", "tree2")).contains("at least one container");
        assertThat(HAKO.runWithInput("no archive", "cp", "-", c + "/tmp").status()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "stopped"})
    void passesArchives(String container) {
        String c = container + ":";
        Result in = HAKO.shell("tar -c tree | hako cp - " + c + "/home");
        assertThat(in).isEqualTo(Result.printed(""));
        Result out = HAKO.shell("hako cp " + c + "/home/tree/sub/file - | tar -xO file");
        assertThat(out).isEqualTo(Result.printed("content"));
        assertThat(HAKO.shell("hako cp " + c + "/home/tree - | tar -t").output())
                .startsWith("tree/\ntree/sub/\ntree/sub/file\n");
    }

    @Test
    void aCopyOfACreatedContainerIsThereWhenItStarts() {
        HAKO.answer("create", "--name", "prepared", "host", "cat", "/srv/file");
        cp("tree/sub/file", "prepared:/srv/file");
        assertThat(HAKO.run("start", "-a", "prepared")).isEqualTo(Result.printed("content"));
        cp("prepared:/srv/file", HAKO.place().resolve("after").toString());
        assertThat(HAKO.place().resolve("after")).hasContent("content");
    }

    @Test
    void linksOfAContainerLeadNowhereElse() throws IOException {
        Path secret = Files.writeString(HAKO.place().resolve("secret"), "secret");
        String script =
                "ln -s %1$s /srv/file; ln -s / /srv/root; ln -s ../../../../../..%1$s /srv/up"
                        .formatted(secret);
        HAKO.answer("exec", "running", "sh", "-c", script);
        assertThat(HAKO.run("cp", "-L", "running:/srv/file", "stolen").status()).isEqualTo(1);
        assertThat(HAKO.run("cp", "-L", "running:/srv/up", "stolen").status()).isEqualTo(1);
        assertThat(HAKO.run("cp", "running:/srv/root" + secret, "stolen").status()).isEqualTo(1);
        assertThat(HAKO.place().resolve("stolen")).doesNotExist();
        assertThat(HAKO.run("cp", "tree/sub/file", "running:/srv/root" + secret).status())
                .isEqualTo(1);
        assertThat(secret).hasContent("secret");
    }

    /// CVE-2018-15664: the box exchanges a directory and a link while it is copied to and from.
    @Test
    void anExchangedLinkLeadsNowhereElse() throws IOException {
        Path host = fresh("target-of-attack");
        Files.writeString(host.resolve("secret"), "secret");
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "attacker",
                "host",
                "sh",
                "-c",
                "mkdir -p /x/real%1$s /x/bait; cd /x; touch ready; while :; do rm -rf way; ln -s / way;"
                                .formatted(host)
                        + " rm way; mv real way; mv way real; done");
        Await.until(
                "the attack begins",
                DEADLINE,
                () -> HAKO.run("exec", "attacker", "test", "-e", "/x/ready").status() == 0);
        for (int i = 0; i < 20; i++) {
            HAKO.run("cp", "tree/sub/file", "attacker:/x/way" + host);
            HAKO.run("cp", "attacker:/x/way" + host + "/secret", "attacked");
        }
        HAKO.answer("rm", "-f", "attacker");
        assertThat(host.toFile().list()).containsExactly("secret");
        assertThat(HAKO.place().resolve("attacked")).doesNotExist();
    }

    @Test
    void aHostileArchiveWritesNowhereElse() throws IOException {
        Path outside = fresh("outside");
        HAKO.shell("mkdir evil; ln -s " + outside + " evil/way");
        String up =
                "tar -cPf a.tar --transform 's,^,../../..%s/,' -C tree/sub file".formatted(outside);
        String through =
                "tar -cf b.tar -C evil way; rm evil/way; mkdir evil/way; cp tree/sub/file evil/way;"
                        + " tar -rf b.tar -C evil way/file";
        assertThat(HAKO.shell(up + " && " + through).status()).isZero();
        for (String archive : List.of("a.tar", "b.tar")) {
            for (String container : List.of("running", "stopped")) {
                Result result = HAKO.shell("hako cp - " + container + ":/tmp < " + archive);
                assertThat(result.status()).isEqualTo(1);
            }
        }
        assertThat(outside.toFile().list()).isEmpty();
    }

    @Test
    void takesRightsFromWhatBecomesRoots() throws IOException {
        HAKO.answer(
                "exec",
                "running",
                "sh",
                "-c",
                "cp /usr/bin/env /srv/e; chown 99 /srv/e; chmod 4755 /srv/e");
        Path out = HAKO.place().resolve("env");
        cp("running:/srv/e", out.toString());
        assertThat((int) Files.getAttribute(out, "unix:mode") & 07777).isEqualTo(0755);
        HAKO.answer("cp", "-a", "running:/srv/e", out.toString());
        assertThat((int) Files.getAttribute(out, "unix:mode") & 07777).isEqualTo(04755);
    }

    @Test
    void namesAreBytes() {
        Result result =
                HAKO.shell(
                        "mkdir odd; touch odd/$(printf 'b\\377'); hako cp odd running:/srv; hako cp"
                                + " running:/srv/odd odd-back; ls odd-back | od -An -c");
        assertThat(result.output().strip()).isEqualTo("b 377  \\n");
    }

    @Test
    void aReadOnlyRootStaysSo() {
        HAKO.answer("create", "--name", "fixed", "--read-only", "host", "true");
        assertThat(failure("tree", "fixed:/srv")).contains("EROFS");
        cp("fixed:/etc/passwd", HAKO.place().resolve("passwd").toString());
    }

    @Test
    @NeedsProgram("setpriv")
    void anOrdinaryUsersCopiesAreTheUsers() throws IOException {
        try (Hako user = Hako.ofUser(UID)) {
            Path home = Files.createDirectory(user.place().resolve("home"));
            Files.setAttribute(home, "unix:uid", UID);
            user.answer("create", "--name", "box", "host", "sh", "-c", "cat /srv/file");
            Path file = Files.writeString(home.resolve("in"), "content");
            user.answer("cp", file.toString(), "box:/srv/file");
            assertThat(user.answer("start", "-a", "box")).isEqualTo("content");
            user.answer("cp", "box:/srv/file", home.toString());
            assertThat(Files.getAttribute(home.resolve("file"), "unix:uid")).isEqualTo(UID);
            assertThat(user.run("cp", "/etc/shadow", "box:/srv").error()).contains("EACCES");
            assertThat(user.run("cp", "box:/srv/file", "/etc/mine").status()).isEqualTo(1);
        }
    }

    @Test
    void exportsAllFilesButMountedOnes() throws IOException {
        Path base = fresh("base");
        Files.writeString(base.resolve("own"), "own");
        Path data = fresh("data");
        Files.writeString(data.resolve("mounted"), "");
        HAKO.answer("create", "--name", "whole", "-v", data + ":/data", "rootfs:" + base, "/own");
        cp("tree", "whole:/tree");
        HAKO.answer("export", "-o", "whole.tar", "whole");
        String members = HAKO.shell("tar -tf whole.tar").output();
        assertThat(members).contains("own\n", "tree/sub/file\n", "data/\n");
        assertThat(members).doesNotContain("mounted");
        assertThat(HAKO.shell("hako export whole | cmp - whole.tar")).isEqualTo(Result.printed(""));
    }

    @Test
    void hasNoPublishedPorts() {
        assertThat(HAKO.run("port", "running")).isEqualTo(Result.printed(""));
        Result one = HAKO.run("port", "running", "80");
        assertThat(one.status()).isEqualTo(1);
        assertThat(one.error()).contains("no public port \"80/tcp\" published for \"running\"");
    }

    @Test
    void leavesNoMountBehind() throws IOException {
        cp("tree/sub/file", "stopped:/tmp");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(HAKO.place().toString());
        HAKO.answer("create", "--name", "removable", "host", "true");
        cp("tree", "removable:/srv");
        HAKO.answer("rm", "removable");
    }
}
