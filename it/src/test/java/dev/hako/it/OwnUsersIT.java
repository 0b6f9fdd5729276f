package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Containers with users of their own: `--userns private`.
@NeedsRoot
@NeedsProgram({"umoci", "busybox"})
class OwnUsersIT {
    private static final int UID = 64_051;
    private static final String IMAGE = "oci:layout:v1";
    private static final Hako HAKO = Hako.ofThisUser();

    @BeforeAll
    static void makeImage() throws IOException {
        BusyboxLayout.make(HAKO.place(), 0);
        HAKO.answer("create", "--name", "keeper", IMAGE);
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @AfterEach
    void removeContainers() {
        HAKO.shell(
                "for c in $(hako ps -aq); do [ $c = $(hako ps -aqf name=keeper) ] || hako rm -fv $c; done");
    }

    private static String run(String script, String... options) {
        return HAKO.answer(line(options, List.of(IMAGE, "sh", "-c", script)));
    }

    private static String[] line(String[] options, List<String> rest) {
        var words = new java.util.ArrayList<>(List.of("run", "--userns", "private"));
        words.addAll(List.of(options));
        words.addAll(rest);
        return words.toArray(String[]::new);
    }

    @Test
    void ownsTheImagesFilesAndItsOwn() throws IOException {
        String script =
                "stat -c %u /bin/busybox /etc/passwd /etc/hosts /etc/hostname; echo x >> /etc/group;"
                        + " chown 7:8 /etc/group; id -u; tr -s ' ' < /proc/self/uid_map";
        List<String> said = run(script, "--name", "own").lines().map(String::strip).toList();
        assertThat(said.subList(0, 5)).containsExactly("0", "0", "0", "0", "0");
        assertThat(said.getLast()).matches("0 \\d+ 65536");

        Path written = layer("own").resolve("etc/group");
        assertThat(Files.getAttribute(written, "unix:uid")).isEqualTo(7);
        assertThat(Files.getAttribute(written, "unix:gid")).isEqualTo(8);
        assertThat(Files.getAttribute(layer("own"), "unix:uid")).isEqualTo(0);
    }

    private static Path layer(String name) {
        String id = HAKO.answer("inspect", "-f", "{{.Id}}", name);
        return HAKO.place().resolve("root/layers").resolve(id).resolve("0/upper");
    }

    @Test
    void givesEachContainerIdsOfItsOwnAndTheSameLayers() {
        String unpacked = HAKO.shell("ls root/image-layers/*").output();
        String script = "cut -c11-21 /proc/self/uid_map | tr -d ' '";
        String first = run(script, "--name", "first");
        String second = run(script, "--name", "second");
        assertThat(Long.parseLong(first)).isBetween(524_288L, 1_879_048_191L);
        assertThat(second).isNotEqualTo(first);
        HAKO.answer("start", "first");
        assertThat(HAKO.answer("logs", "first")).isEqualTo(first + "\n" + first);
        assertThat(HAKO.shell("ls root/image-layers/*").output()).isEqualTo(unpacked).isNotEmpty();
    }

    @Test
    void showsOutsideTheOwnersThatArePutInside() throws IOException {
        run("echo a > /one; chown 5:6 /one; rm /two", "--name", "done");
        assertThat(HAKO.answer("diff", "done").lines()).contains("A /one", "D /two");
        HAKO.answer("commit", "done", "made:1");
        assertThat(HAKO.answer("run", "--rm", "made:1", "stat", "-c", "%u:%g", "/one"))
                .isEqualTo("5:6");
        assertThat(HAKO.shell("hako cp done:/one - | tar -tvf - --numeric-owner").output())
                .contains("5/6");
        HAKO.answer("rmi", "made:1");
    }

    @Test
    void copiesWithAContainerThatRuns() {
        run(
                "echo a > /one; chown 5:6 /one; chmod 4755 /one; exec sleep 600",
                "-d",
                "--name",
                "live");
        HAKO.shell("until hako exec live test -u /one; do :; done");
        assertThat(HAKO.shell("hako cp live:/one - | tar -tvf - --numeric-owner").output())
                .contains("-rwsr-xr-x 5/6");
        assertThat(
                        HAKO.shell("hako export live | tar -tvf - --numeric-owner one bin/busybox")
                                .output())
                .contains("-rwsr-xr-x 5/6", " 0/0 ");
    }

    @Test
    void takesFilesWhileItRuns() throws IOException {
        run("exec sleep 600", "-d", "--name", "taker", "-v", "kept:/v", "--tmpfs", "/t");
        HAKO.shell(
                "mkdir -p in/sub; echo a > in/file; ln -s /etc/passwd in/link; echo b > in/sub/other;"
                        + " chown -R 5:6 in; chmod 640 in/file; ln in/file in/again; mknod in/null c 1 3");
        for (String place : List.of("/home", "/v", "/t")) {
            Result copied = HAKO.run("cp", "in", "taker:" + place);
            assertThat(copied.status()).as(copied.error()).isZero();
            assertThat(copied.error()).contains("1 device files were left out");
            assertThat(owners(place, "in in/file in/again in/link in/sub/other"))
                    .as(place)
                    .isEqualTo("0:0 0:0 0:0 0:0 0:0");
            assertThat(HAKO.run("cp", "-a", "in", "taker:" + place + "/kept").status()).isZero();
            assertThat(owners(place, "kept kept/file kept/link kept/sub/other"))
                    .as(place)
                    .isEqualTo("5:6 5:6 5:6 5:6");
        }
        assertThat(inTaker("stat -c '%a %s' /home/in/file; readlink /home/in/link"))
                .isEqualTo("640 2\n/etc/passwd");
        assertThat(
                        HAKO.shell("tar -cf - --owner=7 --group=8 in/file | hako cp - taker:/home")
                                .status())
                .isZero();
        assertThat(owners("/home", "in/file")).isEqualTo("7:8");
        assertThat(HAKO.shell("hako cp taker:/home/in/file back && cat back").output())
                .isEqualTo("a\n");
        assertThat(inTaker("rm -r /home/in /v/in /t/in && echo gone")).isEqualTo("gone");
    }

    private static String inTaker(String script) {
        return HAKO.answer("exec", "taker", "sh", "-c", script);
    }

    private static String owners(String place, String names) {
        return inTaker("cd %s && stat -c %%u:%%g %s | xargs".formatted(place, names));
    }

    @Test
    void takesNoFilesThatAreNotItsOwn() throws IOException {
        Path outside = Files.createDirectories(HAKO.place().resolve("outside"));
        run(
                "ln -s %s /out; ln -s ../../../../../%1$s /up; exec sleep 600".formatted(outside),
                "-d",
                "--name",
                "hostile");
        HAKO.shell(
                "until hako exec hostile test -L /up; do :; done; echo a > own; chown 70000 own");
        for (String link : List.of("/out/own", "/up/own")) {
            assertThat(HAKO.run("cp", "own", "hostile:" + link).status()).isNotZero();
        }
        assertThat(outside).isEmptyDirectory();
        assertThat(HAKO.run("cp", "-a", "own", "hostile:/home").error())
                .contains("the container has no user 70000, only those from 0 to 65535");
        assertThat(HAKO.run("cp", "own", "hostile:/home").status()).isZero();
    }

    @Test
    void sharesVolumesByTheOwnersThatAreSeenInside() {
        run("echo a > /v/file; chown 5:6 /v/file", "--rm", "-v", "shared:/v");
        String look = "stat -c %u:%g /v /v/file";
        assertThat(run(look, "--rm", "-v", "shared:/v")).isEqualTo("0:0\n5:6");
        assertThat(HAKO.answer("run", "--rm", "-v", "shared:/v", IMAGE, "sh", "-c", look))
                .isEqualTo("0:0\n5:6");
    }

    @Test
    void keepsTheHostsFilesTheHosts() throws IOException {
        Path data = Files.createDirectories(HAKO.place().resolve("data"));
        Files.writeString(data.resolve("file"), "a");
        String look = "stat -c %u /d/file; echo b > /d/file || echo refused";
        assertThat(run("exec 2>/dev/null; " + look, "--rm", "-v", data + ":/d"))
                .isEqualTo("65534\nrefused");
    }

    @Test
    void runsTheHostsPrograms() {
        assertThat(
                        HAKO.answer(
                                "run",
                                "--rm",
                                "--userns",
                                "private",
                                "host",
                                "sh",
                                "-c",
                                "id -u; stat -c %u /usr/bin/env /etc; touch /etc/made"))
                .isEqualTo("0\n0\n0");
    }

    @Test
    void sharesAPodsNetwork() {
        HAKO.answer("pod", "create", "--name", "lab", "--share", "net");
        String net = "readlink /proc/self/ns/net; ls -d /sys/class/net/lo; stat -c %u /bin";
        String first = run(net, "--rm", "--pod", "lab");
        assertThat(first)
                .endsWith("/sys/class/net/lo\n0")
                .isEqualTo(run(net, "--rm", "--pod", "lab"));
        HAKO.answer("pod", "rm", "lab");

        HAKO.answer("pod", "create", "--name", "lab");
        Result refused = HAKO.run(line(new String[] {"--pod", "lab"}, List.of(IMAGE, "true")));
        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.error())
                .startsWith(
                        "hako: conflicting options: --userns \"private\", and the ipc namespace");
        HAKO.answer("pod", "rm", "lab");
    }

    @Test
    @NeedsProgram("setpriv")
    void saysToAnOrdinaryUserThatOnlyRootCan() throws IOException {
        try (Hako hako = Hako.ofUser(UID)) {
            Result refused = hako.run("run", "--rm", "--userns", "private", "host", "true");
            assertThat(refused.status()).isEqualTo(125);
            assertThat(refused.error())
                    .contains(
                            "unsupported option --userns \"private\"",
                            "hint: leave it out: all containers of an ordinary user are in his user"
                                    + " namespace already");
        }
    }
}
