package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.network.OtherHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Networks on a host on which Debian's Docker has its own, with all rules of its packet filter.
///
/// `./dev compare` runs it. Another daemon's doings are no part of the suite.
@Tag("compare")
@NeedsRoot
@NeedsProgram({"dockerd", "docker", "busybox", "curl", "python3", "ip", "nsenter", "unshare"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BesideDockerIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String HOST = "203.0.113.1";
    private static final String WORLD = "203.0.113.2:8000";

    private final OtherHost world = OtherHost.make();
    private final OtherHost host = OtherHost.make();
    private final Hako hako = Hako.ofThisUser().within(host.wrapper());
    private final Path tree = hako.place().resolve("tree");
    private final List<Process> servers = new ArrayList<>();

    BesideDockerIT() throws IOException {
        BusyboxTree.make(tree, 0);
        String cable = "ip link add wan type veth peer name wan netns " + world.holder().pid();
        on(host, cable + "; ip address add " + HOST + "/24 dev wan; ip link set wan up");
        on(world, "ip address add 203.0.113.2/24 dev wan; ip link set wan up");
        servers.add(serve("python3 -m http.server 8000 --directory /etc"));
    }

    private static String on(OtherHost place, String line) {
        List<String> words = new ArrayList<>(place.wrapper());
        words.addAll(List.of("sh", "-c", line));
        return Programs.run(DEADLINE, Path.of("/dev/null"), words).output();
    }

    private Process serve(String line) throws IOException {
        List<String> words = new ArrayList<>(world.wrapper());
        words.addAll(List.of(line.split(" ", -1)));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @AfterEach
    void removeOurs() {
        hako.empty();
    }

    @AfterAll
    void leaveNothing() {
        servers.forEach(Process::destroyForcibly);
        hako.close();
        host.close();
        world.close();
    }

    /// Whether it is theirs or ours that was first makes a difference to the packet filter.
    @Test
    void bothWorkWhenDockerWasThereBefore() throws IOException {
        try (DockerDaemon docker = DockerDaemon.startOn(host)) {
            docker.peer(tree);
            startDockers(docker);
            startOurs();
            bothWork(docker);
            hako.empty();
            hako.crashEngine();
            dockersWorks(docker);
        }
    }

    @Test
    void bothWorkWhenDockerComesLater() throws IOException {
        startOurs();
        oursWorks();
        try (DockerDaemon docker = DockerDaemon.startOn(host)) {
            docker.peer(tree);
            startDockers(docker);
            bothWork(docker);
        }
    }

    private void startOurs() {
        hako.answer(
                "run",
                "-d",
                "--name",
                "ours",
                "--hostname",
                "ours",
                "-p",
                "8080:80",
                "host",
                "python3",
                "-m",
                "http.server",
                "80",
                "--directory",
                "/etc");
    }

    private static void startDockers(DockerDaemon docker) {
        String programs = "-v /usr:/usr:ro -v /usr/lib:/lib:ro -v /usr/lib64:/lib64:ro";
        String server = "sh -c 'echo theirs > /srv/hostname; httpd -f -p 80 -h /srv'";
        Result started =
                docker.shell(
                        "docker run -d --name theirs -p 9090:80 %s imported %s"
                                .formatted(programs, server));
        assertThat(started.status()).as(started.error()).isZero();
    }

    private void bothWork(DockerDaemon docker) {
        oursWorks();
        dockersWorks(docker);
    }

    private void oursWorks() {
        reaches("our port from the world", "ours", () -> get(world, HOST + ":8080"));
        reaches("our port from the host", "ours", () -> get(host, "127.0.0.1:8080"));
        String fetch = "curl -sm2 http://" + WORLD + "/hostname";
        String page = get(world, WORLD);
        reaches("the world from ours", page, () -> hako.shell("hako exec ours " + fetch).output());
    }

    private void dockersWorks(DockerDaemon docker) {
        reaches("their port from the world", "theirs", () -> get(world, HOST + ":9090"));
        String fetch = "docker exec theirs curl -sm2 http://" + WORLD + "/hostname";
        String page = get(world, WORLD);
        reaches("the world from theirs", page, () -> docker.shell(fetch).output());
    }

    private static void reaches(String what, String page, Supplier<String> way) {
        Await.until(what, DEADLINE, () -> way.get().strip().equals(page.strip()));
    }

    private static String get(OtherHost from, String place) {
        return on(from, "curl -sm2 http://" + place + "/hostname").strip();
    }
}
