package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.network.OtherHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// Debian's Docker, with state, processes, mounts and a network of its own. Closing it ends all of
/// its containers and deletes its state.
final class DockerDaemon implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final Path place;
    private final String cgroup = "hako-it-docker-" + ProcessHandle.current().pid();
    private final Process daemon;

    /// @param wrapper words that end by executing what follows, in the network it is to have
    /// @param network what it is told of that
    private DockerDaemon(Path place, List<String> wrapper, List<String> network)
            throws IOException {
        this.place = place;
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(SharedMounts.apart());
        words.addAll(List.of("unshare", "--mount", "--pid", "--propagation=unchanged"));
        words.addAll(List.of("--fork", "--mount-proc", "--kill-child", "dockerd"));
        words.addAll(List.of("--data-root=" + state(), "--exec-root=" + place.resolve("exec")));
        words.addAll(List.of("--pidfile=" + place.resolve("pid"), "--host=" + socket()));
        words.addAll(List.of("--storage-driver=vfs", "--cgroup-parent=/" + cgroup));
        words.addAll(network);
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.redirectOutput(Redirect.to(place.resolve("log").toFile()));
        builder.environment().putAll(environment());
        daemon = builder.start();
    }

    /// Where it is installed but cannot run, there is nothing to compare with.
    static DockerDaemon start() throws IOException {
        return startWithin(List.of());
    }

    /// The same, begun by other words, which end by executing what follows.
    static DockerDaemon startWithin(List<String> wrapper) throws IOException {
        List<String> alone = new ArrayList<>(wrapper);
        alone.addAll(List.of("unshare", "--net"));
        return start(alone, List.of("--bridge=none", "--iptables=false"));
    }

    /// The same with the network of a host, its standard bridge and its packet filter.
    static DockerDaemon startOn(OtherHost host) throws IOException {
        return start(host.wrapper(), List.of());
    }

    private static DockerDaemon start(List<String> wrapper, List<String> network)
            throws IOException {
        Path place = Files.createTempDirectory("hako-it-docker-").toRealPath();
        var docker = new DockerDaemon(place, wrapper, network);
        Await.until("docker", DEADLINE, () -> !docker.daemon.isAlive() || docker.answers());
        if (!docker.daemon.isAlive()) {
            String log = Files.readString(docker.place.resolve("log"));
            docker.close();
            Assumptions.abort("dockerd does not run here: " + log);
        }
        return docker;
    }

    private boolean answers() {
        return shell("docker version").status() == 0;
    }

    /// It, with an image of a root file system.
    Peer peer(Path tree) throws IOException {
        Files.createDirectory(work());
        Result imported = shell("tar -C %s -c . | docker import - imported".formatted(tree));
        assertThat(imported.status()).as(imported.error()).isZero();
        return new Peer(
                line -> shell("IMAGE=imported TARGET=made; cd %s; %s".formatted(work(), line)),
                Map.of(
                        work().toString(),
                        "<work>",
                        state().toString(),
                        "<state>",
                        "imported",
                        "<image>"));
    }

    private Path work() {
        return place.resolve("work");
    }

    private Path state() {
        return place.resolve("state");
    }

    private String socket() {
        return "unix://" + place.resolve("socket");
    }

    private Map<String, String> environment() {
        return Map.of(
                "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", // Debian's, whatever else there is
                "HOME", place.toString(),
                "DOCKER_HOST", socket());
    }

    /// Runs a line of shell in which `docker` is this one's.
    Result shell(String line) {
        List<String> words = new ArrayList<>(List.of("env"));
        environment().forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(List.of("sh", "-c", line));
        return Programs.run(DEADLINE, Path.of("/dev/null"), words);
    }

    @Override
    public void close() {
        shell("docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes");
        daemon.destroyForcibly(); // and with it the first process of the namespace that all are in
        Await.until("the end of docker", DEADLINE, () -> !daemon.isAlive());
        try (var hierarchies = Files.list(CGROUPS);
                var files = Files.walk(place)) {
            for (Path path : hierarchies.map(each -> each.resolve(cgroup)).toList()) {
                Files.deleteIfExists(path);
            }
            Files.deleteIfExists(CGROUPS.resolve(cgroup));
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
