package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `hako compare` with engines that serve Docker's API: Debian's, each with a state, mounts and a
/// network of its own.
///
/// `./dev compare` runs it. Another daemon's doings are no part of the suite.
@Tag("compare")
@NeedsRoot
class CompareDockerIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int RUNS = 9;
    private static final String SETTINGS =
            """
            [containers]
            default_ulimits = ["nofile=1000:1000", "nproc=1000:1000"]
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            runtime = "runc"
            """;

    private static Hako hako;

    @BeforeAll
    static void begin() {
        hako = Hako.ofThisUser();
    }

    @AfterAll
    static void end() {
        hako.close();
    }

    private static JsonObject measured(String runtimes, String socket, String folder)
            throws IOException {
        String words = "--only run,docker,memory --runtimes %s --docker %s --output %s";
        Result result =
                hako.shell("hako compare --quick " + words.formatted(runtimes, socket, folder));
        assertThat(result.status()).as(result.error()).isZero();
        Path file = hako.place().resolve(folder).resolve("report.json");
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static double median(JsonObject report, String measure, String subject) {
        for (JsonElement each : report.getAsJsonArray("findings")) {
            JsonObject finding = each.getAsJsonObject();
            if (finding.get("measure").getAsString().equals(measure)
                    && finding.get("subject").getAsString().equals(subject)) {
                return finding.get("median").getAsDouble();
            }
        }
        throw new AssertionError("no " + measure + " of " + subject + ": " + report.get("missing"));
    }

    private static void findsAllOf(JsonObject report, String subject) {
        for (String call : List.of("create", "start", "remove")) {
            assertThat(median(report, call, subject)).isBetween(100.0, 10e6);
        }
        assertThat(median(report, "its processes (PSS), one of 10", subject))
                .isBetween(50.0 * 1024, 200.0 * (1 << 20));
    }

    @Test
    @NeedsProgram({"dockerd", "docker", "unshare"})
    void agreesWithDockersOwnCommand() throws IOException {
        try (DockerDaemon docker = DockerDaemon.start()) {
            String socket = docker.shell("printf %s $DOCKER_HOST").output();
            JsonObject report = measured("docker", socket, "docker");
            findsAllOf(report, "docker-api");
            assertThat(docker.shell("docker ps -aq; docker images -q").output()).isEmpty();

            Path tree = Files.createDirectory(hako.place().resolve("tree"));
            Path program = Files.copy(Path.of("/bin/busybox"), tree.resolve("true"));
            assertThat(
                            docker.shell(
                                            "tar -C "
                                                    + program.getParent()
                                                    + " -c . | docker import - own")
                                    .status())
                    .isZero();
            double[] micros = new double[RUNS];
            for (int i = 0; i < RUNS; i++) {
                long before = System.nanoTime();
                Result run = docker.shell("docker run --rm --network none own /true");
                assertThat(run.status()).as(run.error()).isZero();
                micros[i] = (System.nanoTime() - before) / 1000.0;
            }
            Arrays.sort(micros);
            assertThat(median(report, "run true", "docker-api"))
                    .isBetween(micros[RUNS / 2] / 4, micros[RUNS / 2] * 2);
        }
    }

    @Test
    @NeedsProgram({"podman", "runc", "conmon", "unshare"})
    void measuresPodmansService() throws IOException {
        Path place = Files.createDirectory(hako.place().resolve("podman"));
        Path settings = Files.writeString(place.resolve("containers.conf"), SETTINGS);
        Path socket = place.resolve("socket");
        String service =
                "exec unshare --net --mount podman --root=%1$s/root --runroot=%1$s/run --tmpdir=%1$s/tmp system service --time=0 unix://%2$s"
                        .formatted(place, socket);
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", service);
        builder.environment().put("CONTAINERS_CONF", settings.toString());
        builder.redirectErrorStream(true).redirectOutput(place.resolve("log").toFile());
        Process podman = builder.start();
        try {
            Await.until("podman", DEADLINE, () -> Files.exists(socket) || !podman.isAlive());
            assertThat(podman.isAlive()).as(Files.readString(place.resolve("log"))).isTrue();
            JsonObject report = measured("docker", "unix://" + socket, "podman-report");
            findsAllOf(report, "podman-api");
        } finally {
            podman.destroy();
            Await.until("the end of podman", DEADLINE, () -> !podman.isAlive());
        }
    }
}
