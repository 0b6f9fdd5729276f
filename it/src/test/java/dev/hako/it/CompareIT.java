package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `hako compare` with what this machine has.
@NeedsRoot
@NeedsProgram("crun")
class CompareIT {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final List<Path> PLACES =
            List.of(
                    Path.of("/var/tmp"),
                    Path.of("/run"),
                    Path.of("/dev/shm"),
                    Path.of("/sys/fs/cgroup/cpuacct"));
    private static final int RUNS = 15;

    private static Hako hako;

    @BeforeAll
    static void begin() {
        hako = Hako.ofThisUser();
    }

    @AfterAll
    static void end() {
        hako.close();
    }

    private static Result compare(String words) {
        return hako.shell("hako compare --quick " + words);
    }

    private static JsonObject report(String folder) throws IOException {
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
        throw new AssertionError("no " + measure + " of " + subject);
    }

    /// What is there whose name begins as the names of all that a comparison makes.
    private static List<Path> leftOvers() {
        return PLACES.stream().filter(Files::isDirectory).flatMap(CompareIT::ours).toList();
    }

    private static Stream<Path> ours(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith("hako-compare-"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void measuresWhatIsThereAndLeavesNothingButTheReport() throws IOException {
        Result result =
                compare(
                        "--runtimes crun,hako-runtime,hako,youki --only run,inside,security,memory --output all");
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(result.output()).contains("report: ");
        JsonObject report = report("all");
        assertThat(report.get("schema").getAsInt()).isEqualTo(1);
        for (String subject : List.of("crun", "hako-runtime", "hako-namespace")) {
            assertThat(median(report, "run true", subject)).isBetween(500.0, 5e6);
            assertThat(median(report, "getppid", subject)).isBetween(0.01, 100.0);
            assertThat(median(report, "host system calls that a program reaches", subject))
                    .isBetween(100.0, 400.0);
            assertThat(median(report, "its processes (PSS), one of 10", subject)).isPositive();
        }
        assertThat(report.getAsJsonArray("missing").toString()).contains("youki");
        double share = report.getAsJsonObject("overhead").get("largestShare").getAsDouble();
        assertThat(share).isBetween(0.0, 0.02);
        assertThat(hako.place().resolve("all"))
                .isDirectoryContaining("glob:**report.md")
                .isDirectoryContaining("glob:**report.html")
                .isDirectoryContaining("glob:**run.svg");
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    @NeedsProgram({"redis-server", "redis-benchmark", "nginx", "ab"})
    void measuresServersInside() throws IOException {
        Result result = compare("--runtimes crun,hako --only servers --output served");
        assertThat(result.status()).as(result.error()).isZero();
        for (String subject : List.of("crun", "hako-namespace")) {
            for (String what : List.of("redis SET", "redis GET", "nginx GET")) {
                assertThat(median(report("served"), what + ", a request", subject))
                        .isBetween(1.0, 5_000.0);
            }
        }
    }

    @Test
    void triesWhatEachCan() throws IOException {
        Result result = compare("--runtimes crun,hako --only features --output can");
        assertThat(result.status()).as(result.error()).isZero();
        String exec = "runs another program in a container";
        assertThat(answer("crun", exec)).isEqualTo("yes");
        assertThat(answer("hako-namespace", exec)).isEqualTo("yes");
        assertThat(answer("hako-namespace", "lists what it has written")).isEqualTo("yes");
        assertThat(answer("crun", "lists what it has written")).isEqualTo("not in its interface");
        assertThat(answer("crun", "lets it mount something")).isEqualTo("no");
        assertThat(leftOvers()).isEmpty();
    }

    private static String answer(String subject, String name) throws IOException {
        for (JsonElement each : report("can").getAsJsonArray("features")) {
            JsonObject feature = each.getAsJsonObject();
            if (feature.get("subject").getAsString().equals(subject)
                    && feature.get("name").getAsString().equals(name)) {
                return feature.get("answer").getAsString();
            }
        }
        throw new AssertionError("no \"" + name + "\" of " + subject);
    }

    @Test
    void pullsALargeImage() throws IOException {
        Result result = compare("--runtimes hako --only cri --output pulled");
        assertThat(result.status()).as(result.error()).isZero();
        JsonObject report = report("pulled");
        String large = "PullImage, 60 MiB in 3 layers, and unpacked";
        assertThat(median(report, large, "hako-cri"))
                .isGreaterThan(median(report, "PullImage, 16 KiB, and unpacked", "hako-cri"));
        assertThat(median(report, "a pod's processes (PSS), one of 10", "hako-cri")).isPositive();
        assertThat(leftOvers()).isEmpty();
    }

    /// The peer's own command, timed by us as its users do.
    @Test
    void agreesWithTheTimesThatCommandsTakeByHand() throws IOException {
        assertThat(compare("--runtimes crun --only oci --output oci").status()).isZero();
        double state = median(report("oci"), "state", "crun");
        Path crun = Path.of("/usr/bin/crun");
        double[] micros = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long begin = System.nanoTime();
            Programs.run(DEADLINE, crun.toString(), "list");
            micros[i] = (System.nanoTime() - begin) / 1000.0;
        }
        Arrays.sort(micros);
        assertThat(state).isBetween(micros[RUNS / 2] / 4, micros[RUNS / 2] * 4);
    }

    @Test
    void findsNoChangeFromItselfWhereThereIsNone() throws IOException {
        assertThat(compare("--runtimes crun --only inside --output one").status()).isZero();
        Result again =
                compare("--runtimes crun --only inside --output two --against one/report.json");
        assertThat(again.status()).as(again.error()).isZero();
        assertThat(again.output()).containsPattern("[0-9]+ of [0-9]+ figures have changed");
        JsonArray changes = report("two").getAsJsonArray("changes");
        assertThat(changes).isNotEmpty();
        assertThat(changes.get(0).getAsJsonObject().keySet())
                .contains("ratio", "low", "high", "verdict");
    }

    @Test
    void leavesNothingWhenItIsKilled() {
        Process process =
                hako.start("compare", "--quick", "--only", "run,memory", "--output", "killed");
        Path own = Path.of("/sys/fs/cgroup/cpuacct/hako-compare-" + process.pid() + "-crun");
        Path unified = Path.of("/sys/fs/cgroup/hako-compare-" + process.pid() + "-crun");
        Await.until("the first group", DEADLINE, () -> Files.exists(own) || Files.exists(unified));
        process.destroyForcibly();
        Await.until("nothing is left", DEADLINE, () -> leftOvers().isEmpty());
        assertThat(
                        hako.shell(
                                        "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -c 'hako-compare-[0-9]*/[o]ci'")
                                .output())
                .startsWith("0");
    }

    @Test
    void endsWithinItsTimeAndSaysWhatItLeftOut() throws IOException {
        long begin = System.nanoTime();
        Result result =
                hako.shell(
                        "hako compare --within 6s --runtimes crun --only inside,output --output brief");
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(taken).isLessThan(Duration.ofSeconds(15)); // the JVM's start and others' work
        assertThat(report("brief").getAsJsonArray("missing").toString())
                .contains("its share of the time was over, so that there are fewer samples");
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        Result result = hako.shell("hako compare --only nonsense");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error()).contains("nothing is called \"nonsense\" that can be measured");
    }

    @Test
    void startsNoEngineOfItsUsers() {
        assertThat(compare("--runtimes hako --only security --output own").status()).isZero();
        assertThat(hako.runDirectory().resolve("engine.sock")).doesNotExist();
    }

    @Test
    void everyExamplePrintsWhatThePageSays() throws IOException {
        List<Example> examples = Example.of("compare.md");
        assertThat(examples).hasSizeGreaterThan(3);
        for (Example example : examples) {
            assertThat(hako.shell(example.line()).output())
                    .as(example.line())
                    .matches(example.pattern());
        }
    }
}
