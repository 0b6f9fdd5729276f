package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways out that volumes were in other engines: none of them leads out here.
@NeedsRoot
@NeedsProgram("perl")
class VolumeEscapesIT {
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

    private static Path mountpoint(String volume) {
        return Path.of(HAKO.answer("volume", "inspect", "-f", "{{.Mountpoint}}", volume));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x1", "a/../../x1", "/x1", ".x1", "a\nb"})
    void haveNamesThatLeadNowhere(String name) {
        assertThat(HAKO.run("volume", "create", name).status()).isEqualTo(1);
        assertThat(HAKO.run("run", "--rm", "--mount", "src=" + name + ",dst=/d", "host", "true"))
                .satisfies(result -> {
                    assertThat(result.status()).isEqualTo(125);
                    assertThat(result.error()).contains("invalid volume name");
                });
        assertThat(HAKO.run("volume", "rm", name).status()).isEqualTo(1);
        assertThat(HAKO.place().resolve("root/x1")).doesNotExist();
    }

    @Test
    void areNotFollowedWhereALinkStandsForTheirFiles() throws IOException {
        HAKO.answer("volume", "create", "data");
        Path outside = Files.createDirectories(HAKO.place().resolve("outside"));
        Files.writeString(outside.resolve("file"), "outside");
        Path data = mountpoint("data");
        Files.delete(data);
        Files.createSymbolicLink(data, outside);

        Result result =
                HAKO.run(
                        "run",
                        "--rm",
                        "-v",
                        "data:/d",
                        "host",
                        "sh",
                        "-c",
                        "cat /d/file; echo x > /d/new");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.output()).isEmpty();
        HAKO.answer("volume", "rm", "data");
        assertThat(outside.resolve("file")).hasContent("outside");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void areFilledFromInsideTheImageWhateverItsLinksSay() throws IOException {
        Path image = Files.createDirectories(HAKO.place().resolve("crafted"));
        Path secret = Files.createDirectories(HAKO.place().resolve("secret"));
        Files.writeString(secret.resolve("key"), "secret");
        Files.createDirectories(image.resolve("inside"));
        Files.writeString(image.resolve("inside/key"), "inside");
        String up = "../".repeat(20);
        Files.createSymbolicLink(image.resolve("absolute"), secret);
        Files.createSymbolicLink(
                image.resolve("relative"), Path.of(up.substring(0, up.length() - 1) + secret));
        Files.createSymbolicLink(image.resolve("good"), Path.of(up + "inside"));
        Files.createSymbolicLink(image.resolve("loop"), Path.of("loop"));

        for (String link : new String[] {"absolute", "relative", "loop"}) {
            HAKO.answer("create", "-v", link + ":/" + link, "rootfs:" + image, "/x");
            assertThat(mountpoint(link)).isEmptyDirectory();
        }
        HAKO.answer("create", "-v", "good:/good", "rootfs:" + image, "/x");
        assertThat(mountpoint("good").resolve("key")).hasContent("inside");
    }

    // CVE-2021-30465: the place of a second volume was exchanged for a link while it was mounted.
    @Test
    void areMountedInsideTheRootWhileTheirPlaceIsExchanged() throws IOException {
        Path outside = Files.createDirectories(HAKO.place().resolve("host"));
        Files.writeString(outside.resolve("mark"), "host");
        HAKO.answer("volume", "create", "first");
        HAKO.answer("volume", "create", "second");
        Files.writeString(mountpoint("second").resolve("mark"), "volume");
        Path first = mountpoint("first");
        Files.createDirectory(first.resolve("place"));
        Files.writeString(first.resolve("place/mark"), "first");
        Files.createSymbolicLink(first.resolve("link"), outside);
        String[] attack = {
            "run",
            "-d",
            "--name",
            "attacker",
            "-v",
            "first:/v",
            "host",
            "perl",
            "-e",
            "while (1) { rename '/v/place', '/v/t'; rename '/v/link', '/v/place';"
                    + " rename '/v/place', '/v/link'; rename '/v/t', '/v/place' }"
        };
        HAKO.answer(attack);
        int mounted = 0;
        for (int i = 0; i < 40; i++) {
            Result result =
                    HAKO.run(
                            "run",
                            "--rm",
                            "-v",
                            "first:/v",
                            "-v",
                            "second:/v/place",
                            "host",
                            "sh",
                            "-c",
                            "cat /v/place/mark; cut -d' ' -f5 /proc/self/mountinfo");
            assertThat(result.output()).doesNotContain("host\n/").doesNotStartWith("host");
            assertThat(result.output()).doesNotContain(outside.toString());
            mounted += result.output().startsWith("volume") ? 1 : 0;
        }
        assertThat(mounted).isPositive();
        assertThat(outside).isDirectoryContaining("glob:**mark");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(outside.toString());
    }
}
