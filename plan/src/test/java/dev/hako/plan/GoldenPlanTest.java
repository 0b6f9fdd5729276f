package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole plans, compared with listings that people have read. After a wanted change, write them
/// anew with `mvn -pl plan -am test -Dgolden.update=true`, and read the difference.
class GoldenPlanTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/hako/plan/golden");
    private static final Path CHECKER = Path.of("../launcher/target/x86_64/hako");

    private static final Map<String, Supplier<Plan>> EXAMPLES = new TreeMap<>();

    static {
        container("minimal", Launches::minimal);
        container("docker-like", () -> Launches.dockerLike(Launches.HYBRID));
        container("user-namespace", Launches::userNamespace);
        container("user-namespace-layers", Launches::userLayers);
        container("host-network-rootless", Launches::hostNetwork);
        container("terminal", Launches::terminal);
        container("read-only-with-volumes", Launches::readOnlyWithVolumes);
        container("cgroup-v1", () -> Launches.limited(Launches.V1));
        container("cgroup-v2", () -> Launches.limited(Launches.V2));
        container("cgroup-hybrid", Launches::hybrid);
        container("hooks", Launches::hooksEverywhere);
        container("privileged", Launches::privileged);
        container("joined-and-clocks", Launches::joined);
        container("joined-container", JoinedLaunches::joinedToAContainer);
        container("joined-user-namespace", JoinedLaunches::joinedUsers);
        container("joined-wholly", JoinedLaunches::joinedWholly);
        EXAMPLES.put("sandbox", () -> SandboxPlan.compile(JoinedLaunches.sandbox()));
        container("guest", GuestLaunches::inGuest);
        EXAMPLES.put("guest-exec", () -> ExecPlan.compile(GuestLaunches.exec()));
        EXAMPLES.put(
                "stand-in",
                () -> StandInPlan.compile(GuestLaunches.standIn(new Stdio.Pipes(true))));
        EXAMPLES.put(
                "stand-in-terminal",
                () -> StandInPlan.compile(GuestLaunches.standIn(new Stdio.Terminal(24, 80))));
        EXAMPLES.put("look", () -> LookPlan.compile(GuestLaunches.look()));
        EXAMPLES.put("look-written", () -> LookPlan.compile(GuestLaunches.lookAtWritten()));
        EXAMPLES.put("look-cold", () -> LookPlan.compile(GuestLaunches.coldLook()));
        EXAMPLES.put(
                "sandbox-of-users", () -> SandboxPlan.compile(JoinedLaunches.sandboxOfUsers()));
        EXAMPLES.put("exec", () -> ExecPlan.compile(Launches.exec(new Stdio.Pipes(true))));
        EXAMPLES.put(
                "exec-terminal", () -> ExecPlan.compile(Launches.exec(new Stdio.Terminal(24, 80))));
    }

    private static void container(String name, Supplier<ContainerLaunch> launch) {
        EXAMPLES.put(name, () -> ContainerPlan.compile(launch.get()));
    }

    static Stream<String> examples() {
        return EXAMPLES.keySet().stream();
    }

    private static Plan plan(String example) {
        return Objects.requireNonNull(EXAMPLES.get(example)).get();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isThePlanThatWasRead(String example) throws IOException {
        Path golden = GOLDEN.resolve(example + ".txt");
        String listing = plan(example).listing();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, listing);
        }
        assertThat(listing).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void satisfiesTheLaunchersChecker(String example) throws Exception {
        assumeTrue(Files.isExecutable(CHECKER), "the launcher is not built for x86_64");
        String checker = "exec -a hako-launcher " + CHECKER + " check";
        Process process =
                new ProcessBuilder("bash", "-c", checker).redirectErrorStream(true).start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(plan(example).encode());
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isCompiledToTheSameBytesEachTime(String example) {
        assertThat(plan(example).encode()).isEqualTo(plan(example).encode());
    }
}
