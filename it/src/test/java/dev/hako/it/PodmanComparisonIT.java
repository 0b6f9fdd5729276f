package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/// Asks Debian's podman and Hako the same of what Docker does not have.
///
/// `./dev compare` runs it.
@Tag("compare")
@NeedsRoot
@NeedsProgram({"podman", "runc", "conmon", "busybox", "setpriv", "newuidmap", "useradd"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodmanComparisonIT extends ComparisonContract {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /// Containers that need neither a network nor an image from elsewhere, nor rights to raise
    /// limits of their processes; crun refuses hybrid control groups.
    private static final String SETTINGS =
            """
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
            netns = "none"
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            infra_image = "localhost/infra"
            runtime = "runc"
            """;

    private final Path place = Files.createTempDirectory("hako-it-podman-").toRealPath();

    PodmanComparisonIT() throws IOException {
        super(Script.chosen("podman"));
    }

    @Override
    Peer oracle(Path tree) throws IOException {
        Files.writeString(place.resolve("containers.conf"), SETTINGS);
        Path work = Files.createDirectory(place.resolve("work"));
        makeImage(tree, "- imported");
        makeImage(tree, "--change 'CMD [\"/bin/sleep\", \"600\"]' - infra");
        return new Peer(
                line -> shell("IMAGE=localhost/imported:latest; cd %s; %s".formatted(work, line)),
                Map.of(work.toString(), "<work>", "localhost/imported:latest", "<image>"));
    }

    private void makeImage(Path tree, String how) {
        Result made = shell("tar -C %s -c . | podman import --quiet %s".formatted(tree, how));
        assertThat(made.status()).as(made.error()).isZero();
    }

    private Result shell(String line) {
        String podman =
                "podman() { command podman --root=%1$s/root --runroot=%1$s/run \"$@\"; }; "
                        .formatted(place);
        return Programs.run(
                DEADLINE,
                Path.of("/dev/null"),
                List.of(
                        "env",
                        "HOME=" + place,
                        "CONTAINERS_CONF=" + place.resolve("containers.conf"),
                        "sh",
                        "-c",
                        podman + line));
    }

    @AfterAll
    void leaveNoPodman() {
        shell("podman pod rm --all --force --time 0; podman rm --all --force --time 0");
        Result removed = shell("podman system reset --force; rm -rf " + place);
        if (Files.exists(place)) {
            throw new UncheckedIOException(new IOException(removed.error()));
        }
    }
}
