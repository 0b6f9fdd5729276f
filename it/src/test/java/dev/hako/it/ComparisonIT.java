package dev.hako.it;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The same lines of shell run by Docker, by root's Hako and by an ordinary user's: exit codes, the
/// shape of what is printed, whether there is a complaint, and what the lines after find.
///
/// `./dev compare` runs it. Another daemon's doings are no part of the suite.
@Tag("compare")
@NeedsRoot
@NeedsProgram({"dockerd", "docker", "busybox", "unshare", "setpriv", "newuidmap", "useradd"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonIT {
    private static final Path DIFFERENCES = Path.of("..", "docs", "differences.md");
    private static final Pattern NAMED = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|");
    private static final List<Script> SCRIPTS = Script.all();

    private final DockerDaemon docker = DockerDaemon.start(); // first: without it there is no test
    private final TestUser owner = TestUser.create();
    private final DelegatedCgroups cgroups = DelegatedCgroups.to(owner.uid());
    private final Hako root = Hako.ofThisUser();
    private final Hako user = Hako.ofUser(owner.uid()).within(cgroups.wrapper());
    private final List<Run> runs = new ArrayList<>();

    ComparisonIT() throws IOException {}

    /// What each of the three did with the lines of a script.
    private record Run(Script script, List<Answer> docker, List<Answer> root, List<Answer> user) {}

    @BeforeAll
    void runAllScripts() throws IOException {
        Peer ours = peer(root, 0);
        Peer theirs = peer(user, owner.uid());
        Peer oracle = docker.peer(root.place().resolve("tree"));
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (Script script : SCRIPTS) {
                var first = supplyAsync(() -> script.runBy(oracle), threads);
                var second = supplyAsync(() -> script.runBy(ours), threads);
                var third = supplyAsync(() -> script.runBy(theirs), threads);
                CompletableFuture.allOf(first, second, third).join();
                runs.add(new Run(script, first.join(), second.join(), third.join()));
            }
        }
    }

    private static Peer peer(Hako hako, int uid) throws IOException {
        Path tree = hako.place().resolve("tree");
        BusyboxTree.make(tree, uid);
        Path work = Files.createDirectory(hako.place().resolve("work"));
        Files.setAttribute(work, "unix:uid", uid);
        Files.setAttribute(work, "unix:gid", uid);
        String image = "rootfs:" + tree;
        String before =
                "docker() { hako \"$@\"; }; IMAGE=%s TARGET=oci:images:made; cd %s; "
                        .formatted(image, work);
        return new Peer(
                line -> hako.shell(before + line),
                Map.of(
                        work.toString(),
                        "<work>",
                        hako.place().resolve("root").toString(),
                        "<state>",
                        image,
                        "<image>"));
    }

    @AfterAll
    void leaveNothing() {
        try (owner;
                cgroups;
                root;
                user;
                docker) {
            runs.clear();
        }
    }

    @TestFactory
    Stream<DynamicTest> rootsContainersAreAsDockers() {
        return runs.stream().map(run -> compare(run, run.root, false));
    }

    @TestFactory
    Stream<DynamicTest> anOrdinaryUsersContainersAreAsDockers() {
        return runs.stream().map(run -> compare(run, run.user, true));
    }

    private static DynamicTest compare(Run run, List<Answer> ours, boolean asUser) {
        List<Script.Line> lines = run.script.lines();
        return dynamicTest(
                run.script.name(),
                () ->
                        assertThat(
                                        IntStream.range(0, lines.size())
                                                .mapToObj(i ->
                                                        verdict(
                                                                lines.get(i),
                                                                run.docker.get(i),
                                                                ours.get(i),
                                                                asUser))
                                                .collect(joining()))
                                .isEmpty());
    }

    /// What is to be said of a line; nothing if it is as it should be.
    private static String verdict(Script.Line line, Answer docker, Answer ours, boolean asUser) {
        Set<Answer.Aspect> expected = line.differences(asUser);
        Set<Answer.Aspect> found = ours.differencesFrom(docker);
        return found.equals(expected)
                ? ""
                : "%n$ %s%n  differs in %s, not %s%n  docker: %s%n  hako:   %s%n"
                        .formatted(line.text(), found, expected, docker, ours);
    }

    @Test
    void eachDifferenceIsExplained() throws IOException {
        Set<String> explained =
                NAMED.matcher(Files.readString(DIFFERENCES))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .collect(toCollection(TreeSet::new));
        Set<String> found =
                SCRIPTS.stream()
                        .flatMap(script -> script.lines().stream())
                        .flatMap(line -> line.difference().stream())
                        .map(Script.Difference::name)
                        .collect(toCollection(TreeSet::new));
        assertThat(found).isEqualTo(explained);
    }
}
