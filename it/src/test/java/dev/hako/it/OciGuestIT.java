package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `hako-runtime` in a machine of its own: control groups of version 2 and nothing beside them, a
/// systemd, and a kernel with AppArmor. One boot for all (`./dev guest`), of minutes in an
/// emulator.
@NeedsRoot
@NeedsProgram({"qemu-system-x86_64", "busybox", "apt-get", "dpkg-deb", "dbus-daemon", "podman"})
@Tag("guest")
class OciGuestIT {
    private static final Duration DEADLINE = Duration.ofMinutes(35);
    private static final Path GUEST = Path.of("src/guest/guest").toAbsolutePath();

    private static List<String> lines = List.of();

    @BeforeAll
    static void boot() {
        String distribution = System.getProperty("hako.dist");
        Result run =
                Programs.run(
                        DEADLINE, Path.of("/dev/null"), List.of(GUEST.toString(), distribution));
        lines = run.output().lines().toList();
        assertThat(run.output()).as(run.error()).contains("guest: the command ended with");
    }

    /// What one of the guest's tests has found: its lines up to the next one's.
    private static List<String> found(String test) {
        int begin = lines.indexOf("== " + test);
        assertThat(begin).as("%s in %s", test, lines).isNotNegative();
        return lines.stream().skip(begin + 1L).takeWhile(line -> !line.startsWith("== ")).toList();
    }

    private static void holds(String test, String... sentences) {
        List<String> found = found(test);
        assertThat(found).noneMatch(line -> line.startsWith("failed"));
        assertThat(found).containsAll(Arrays.stream(sentences).map(s -> "ok      " + s).toList());
    }

    @Test
    void limitsAndLivesOnControlGroupsOfVersionTwoAlone() {
        holds(
                "oci",
                "limits memory",
                "refuses devices by rules",
                "executes where the first process is",
                "kills what wants too much memory",
                "runs within 512 KiB",
                "limits in a user's own groups",
                "is removed under podman");
    }

    @Test
    void hasSystemdMakeScopes() {
        holds(
                "scopes",
                "is a unit that systemd holds",
                "limits memory after systemd was reloaded",
                "refuses devices after systemd was reloaded",
                "tells systemd of the update",
                "leaves no unit",
                "runs within 512 KiB",
                "leaves no unit that has failed");
    }

    @Test
    void hasAUsersOwnSystemdMakeScopes() {
        holds("scopes", "limits in a user's own scope", "leaves no scope of his");
    }

    @Test
    void runsUnderPodmanWithSystemd() {
        holds("scopes", "is in a scope under podman", "is removed under podman");
    }

    @Test
    void confinesProgramsByAppArmor() {
        holds("labels", "confines a container's program by a profile");
    }

    @Test
    void givesTheEnginesContainersItsOwnProfile() {
        holds(
                "labels",
                "gives a container the engine's profile",
                "the profile forbids to mount, whatever else is allowed",
                "gives a further program the same profile");
    }
}
