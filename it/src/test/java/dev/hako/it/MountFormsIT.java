package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// All that `-v`, `--mount` and `--tmpfs` can say, as a container sees it.
@NeedsRoot
@NeedsProgram("mount")
class MountFormsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Hako HAKO = Hako.ofThisUser();
    private static Path folder = Path.of("");

    /// A folder with a file system of its own mounted below it.
    @BeforeAll
    static void makeFolder() throws IOException {
        folder = Files.createDirectories(HAKO.place().resolve("folder"));
        Path below = Files.createDirectories(folder.resolve("below"));
        Files.writeString(folder.resolve("file"), "file\n");
        Programs.run(DEADLINE, "mount", "-t", "tmpfs", "tmpfs", below.toString());
        Files.writeString(below.resolve("deep"), "deep\n");
    }

    @AfterAll
    static void leaveNothing() {
        Programs.run(DEADLINE, "umount", folder.resolve("below").toString());
        HAKO.answer("volume", "prune", "-a", "-f");
        HAKO.close();
    }

    /// Runs a line of shell in a container with mounts.
    private static Result inBox(String script, String... mounts) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(List.of(mounts));
        words.addAll(List.of("host", "sh", "-c", script));
        return HAKO.run(words.toArray(String[]::new));
    }

    private static String bind(String more) {
        return "type=bind,source=" + folder + ",target=/m" + more;
    }

    @Test
    void bindTakesAlongWhatIsMountedBelow() {
        assertThat(inBox("cat /m/file /m/below/deep", "--mount", bind("")))
                .isEqualTo(Result.printed("file\ndeep\n"));
        assertThat(inBox("ls /m/below", "--mount", bind(",bind-nonrecursive")))
                .isEqualTo(Result.exited(0));
        assertThat(inBox("ls /m/below", "--mount", bind(",bind-recursive=disabled")))
                .isEqualTo(Result.exited(0));
    }

    @Test
    void readOnlyHoldsForWhatIsMountedBelowUnlessItIsToBeWritable() {
        String writes = "touch /m/x 2>/dev/null; echo $?; touch /m/below/x 2>/dev/null; echo $?";
        assertThat(inBox(writes, "--mount", bind(",readonly")).output()).isEqualTo("1\n1\n");
        assertThat(inBox(writes, "-v", folder + ":/m:ro").output()).isEqualTo("1\n1\n");
        assertThat(
                        inBox(
                                        writes,
                                        "--mount",
                                        bind(
                                                ",ro,bind-recursive=readonly,bind-propagation=rprivate"))
                                .output())
                .isEqualTo("1\n1\n");
        assertThat(inBox(writes, "--mount", bind(",ro=true,bind-recursive=writable")).output())
                .isEqualTo("1\n0\n");
    }

    @Test
    void bindPropagatesAsAsked() {
        String own = "grep ' /m ' /proc/self/mountinfo";
        assertThat(inBox(own, "--mount", bind(",bind-propagation=rshared")).output())
                .contains(" shared:");
        assertThat(inBox(own, "--mount", bind(",bind-propagation=rprivate")).output())
                .doesNotContain("shared:")
                .doesNotContain("master:");
    }

    @Test
    void mountMakesNoSourceButVolumeDoes() {
        Path missing = folder.resolve("missing");
        Result refused = inBox("true", "--mount", "type=bind,src=" + missing + ",dst=/m");
        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.error()).contains("does not exist").contains("hint: ");
        assertThat(inBox("test -d /m", "-v", missing + ":/m")).isEqualTo(Result.exited(0));
        assertThat(missing).isDirectory();
    }

    @Test
    void tmpfsHasItsSizeAndMode() {
        String script = "stat -c %a /t; head -c 200000 /dev/zero > /t/big || echo full";
        Result result =
                inBox(script, "--mount", "type=tmpfs,dst=/t,tmpfs-size=100k,tmpfs-mode=1770");
        assertThat(result.output()).isEqualTo("1770\nfull\n");
        assertThat(inBox("touch /t/x", "--tmpfs", "/t:ro").status()).isNotZero();
    }

    @Test
    void volumeShowsAPartOfItself() {
        assertThat(inBox("mkdir -p /v/a/b; echo part > /v/a/b/f; ln -s / /v/out", "-v", "parts:/v"))
                .isEqualTo(Result.exited(0));
        String form = "type=volume,src=parts,dst=/p,volume-subpath=";
        assertThat(inBox("cat /p/f", "--mount", form + "a/b")).isEqualTo(Result.printed("part\n"));
        assertThat(inBox("cat /p/f", "--mount", form + "missing").error())
                .contains("cannot use \"missing\" in volume \"parts\"");
        assertThat(inBox("ls /p", "--mount", form + "out")).isEqualTo(Result.printed("a\nout\n"));
    }

    @Test
    void volumeIsMadeWithItsLabelsAndOptions() {
        String form =
                "type=volume,source=made,destination=/d,readonly,volume-nocopy,volume-driver=local,"
                        + "volume-label=a=b,volume-opt=type=none,volume-opt=o=bind,volume-opt=device="
                        + folder;
        assertThat(inBox("cat /d/file; touch /d/x 2>/dev/null; echo $?", "--mount", form))
                .isEqualTo(Result.printed("file\n1\n"));
        assertThat(HAKO.answer("volume", "inspect", "-f", "{{.Labels.a}} {{.Options.o}}", "made"))
                .isEqualTo("b bind");
    }

    @Test
    void mountsNearerToTheRootComeFirst() {
        Result result =
                inBox("ls /a /a/b", "-v", "inner:/a/b", "-v", folder + ":/a", "--tmpfs", "/a/b/c");
        assertThat(result.output()).contains("/a:\nb\nbelow\nfile\n").contains("/a/b:\nc\n");
    }

    @Test
    void oneOfTwoMountsOnOnePlaceIsRefused() {
        Result result = inBox("true", "-v", "one:/a", "-v", "two:/a/");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error()).contains("duplicate mount point");
        assertThat(HAKO.answer("volume", "ls", "-q", "-f", "name=two")).isEmpty();
    }

    @Test
    void whatIsNoStoredImageIsRefusedAsAMount() {
        Result result = inBox("true", "--mount", "type=image,src=host,dst=/i");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error())
                .contains(
                        "cannot mount image \"host\": it is no stored image, but files of this"
                                + " machine; hint: use type=bind with their directory");
    }
}
