package dev.hako.it;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hako.testing.network.OtherHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The same lines of shell run by another engine, by root's Hako and by an ordinary user's: exit
/// codes, the shape of what is printed, whether there is a complaint, and what the lines after
/// find.
abstract class ComparisonContract {
    private final List<Script> scripts;
    private final TestUser owner = TestUser.create();
    private final DelegatedCgroups cgroups = DelegatedCgroups.to(owner.uid());
    private final SharedMounts mounts = SharedMounts.make();
    private final OtherHost host = OtherHost.make();
    private final Hako root = Hako.ofThisUser().within(host.wrapper()).within(mounts.wrapper());
    private final Hako user =
            Hako.ofUser(owner.uid()).within(cgroups.wrapper()).within(mounts.wrapper());
    private final List<Run> runs = new ArrayList<>();

    /// @param scripts to be run by all
    ComparisonContract(List<Script> scripts) throws IOException {
        this.scripts = scripts;
    }

    /// What each of the three did with the lines of a script; the ordinary user nothing, if it is
    /// for root only.
    private record Run(Script script, List<Answer> oracle, List<Answer> root, List<Answer> user) {}

    /// Who knows how it should be.
    ///
    /// @param tree a root file system for its image
    abstract Peer oracle(Path tree) throws IOException;

    @BeforeAll
    void runAllScripts() throws IOException {
        Peer ours = peer(root, 0);
        Peer theirs = peer(user, owner.uid());
        Peer oracle = oracle(root.place().resolve("tree"));
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (Script script : scripts) {
                var first = supplyAsync(() -> script.runBy(oracle), threads);
                var second = supplyAsync(() -> script.runBy(ours), threads);
                var third =
                        supplyAsync(
                                () -> script.forRoot() ? List.<Answer>of() : script.runBy(theirs),
                                threads);
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
                "PATH=%s:$PATH IMAGE=%s TARGET=oci:images:made; cd %s; "
                        .formatted(names(hako), image, work);
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

    /// A folder in which the other engines' commands are Hako's.
    private static Path names(Hako hako) throws IOException {
        Path folder = Files.createDirectory(hako.place().resolve("names"));
        for (String name : List.of("docker", "podman")) {
            Files.createSymbolicLink(folder.resolve(name), hako.program());
        }
        return folder;
    }

    @AfterAll
    void leaveNothing() {
        try (owner;
                mounts;
                cgroups;
                host;
                root;
                user) {
            runs.clear();
        }
    }

    @TestFactory
    Stream<DynamicTest> rootsContainersAreAsTheirs() {
        return runs.stream().map(run -> compare(run, run.root, false));
    }

    @TestFactory
    Stream<DynamicTest> anOrdinaryUsersContainersAreAsTheirs() {
        return runs.stream()
                .filter(run -> !run.script.forRoot())
                .map(run -> compare(run, run.user, true));
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
                                                                run.oracle.get(i),
                                                                ours.get(i),
                                                                asUser))
                                                .collect(joining()))
                                .isEmpty());
    }

    /// What is to be said of a line; nothing if it is as it should be.
    private static String verdict(Script.Line line, Answer oracle, Answer ours, boolean asUser) {
        Set<Answer.Aspect> expected = line.differences(asUser);
        Set<Answer.Aspect> found = ours.differencesFrom(oracle);
        return found.equals(expected)
                ? ""
                : "%n$ %s%n  differs in %s, not %s%n  theirs: %s%n  hako's: %s%n"
                        .formatted(line.text(), found, expected, oracle, ours);
    }
}
