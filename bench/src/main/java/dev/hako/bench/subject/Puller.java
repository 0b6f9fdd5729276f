package dev.hako.bench.subject;

import dev.hako.bench.contest.Contender;
import dev.hako.bench.contest.Measure;
import dev.hako.bench.host.Account;
import dev.hako.bench.host.Programs;
import dev.hako.bench.host.Scratch;
import dev.hako.bench.host.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Somebody who gets an image and unpacks it, and has forgotten it before.
public final class Puller implements Contender {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/root");

    private final String name;
    private final Account account;
    private final Spawner spawner;
    private final String forget;
    private final String pull;

    private Puller(String name, Account account, Spawner spawner, Lines lines) {
        this.name = name;
        this.account = account;
        this.spawner = spawner;
        this.forget = lines.forget;
        this.pull = lines.pull;
    }

    /// Lines of shell.
    ///
    /// @param begin once, before anything
    /// @param forget before each run, not measured
    /// @param pull what is measured
    private record Lines(String begin, String forget, String pull) {}

    /// What is pulled, and where that is done: what is measured with one image is kept apart from
    /// what is measured with another, for layers that are unpacked already cost nothing.
    ///
    /// @param image `HOST:PORT/NAME:TAG` in a registry that speaks plain HTTP
    public record Stage(String image, Scratch scratch, Path spawner) {
        private String tag() {
            return image.substring(image.lastIndexOf(':') + 1);
        }

        private String named(String name) {
            return name + "-pull-" + tag();
        }

        private Path memory(String name) {
            return scratch.memory().resolve(name + "-" + tag());
        }
    }

    /// The peers that are installed.
    public static List<Puller> peers(Stage stage) {
        List<Puller> peers = new ArrayList<>();
        if (!stage.tag().equals("zstd")) { // which umoci does not know
            prepare("skopeo+umoci", List.of("skopeo", "umoci"), stage, at -> umoci(at, stage))
                    .ifPresent(peers::add);
        }
        prepare("podman", List.of("podman"), stage, at -> podman(at, stage)).ifPresent(peers::add);
        prepare("containerd", List.of("containerd", "ctr"), stage, at -> containerd(at, stage))
                .ifPresent(peers::add);
        return peers;
    }

    private static Lines umoci(Path at, Stage stage) {
        return new Lines(
                "true",
                "rm -rf " + at + "/*",
                "cd %s && skopeo copy -q --src-tls-verify=false docker://%s oci:l:v1 && umoci unpack --image l:v1 b"
                        .formatted(at, stage.image));
    }

    /// The folder of --runroot may have no more than 50 characters.
    private static Lines podman(Path at, Stage stage) {
        String podman =
                "podman --root %s/r --runroot %s --storage-driver overlay"
                        .formatted(at, stage.memory("p"));
        return new Lines(
                "true", podman + " rmi -af", podman + " pull -q --tls-verify=false " + stage.image);
    }

    private static Lines containerd(Path at, Stage stage) {
        Path state = stage.memory("ctrd");
        String socket = state + ".sock";
        String ctr = "ctr -a " + socket;
        return new Lines(
                "setsid containerd --root %s/root --state %s -a %s >%s/log 2>&1 & until %s version; do sleep 0.2; done"
                        .formatted(at, state, socket, at, ctr),
                ctr + " images rm --sync " + stage.image,
                ctr + " images pull --plain-http " + stage.image);
    }

    private static Optional<Puller> prepare(
            String name, List<String> programs, Stage stage, Function<Path, Lines> lines) {
        if (programs.stream().anyMatch(program -> Programs.find(program).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(start(name, Map.of(), stage, lines));
    }

    /// Hako, as it was built.
    public static Puller hako(Path distribution, Stage stage) {
        String hako = distribution.resolve("bin/hako").toString();
        Path run = stage.memory("hako");
        Path root = stage.scratch.folder().resolve(run.getFileName());
        return start(
                "hako",
                Map.of("HAKO_ROOT", root.toString(), "HAKO_RUN", run.toString()),
                stage,
                _ ->
                        new Lines(
                                hako + " info",
                                hako + " image prune -a -f",
                                hako + " pull -q " + stage.image));
    }

    private static Puller start(
            String name, Map<String, String> more, Stage stage, Function<Path, Lines> lines) {
        Path folder = stage.scratch.folder().resolve(stage.named(name));
        try {
            Files.createDirectories(folder.resolve("at"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Account account = Account.open(stage.named(name));
        stage.scratch.onClose(account::close);
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(more);
        Spawner spawner =
                Spawner.start(
                        stage.spawner, List.of(), account, environment, folder.resolve("output"));
        stage.scratch.onClose(spawner::close);
        Lines words = lines.apply(folder.resolve("at"));
        spawner.run(1, 1, shell(words.begin));
        return new Puller(name, account, spawner, words);
    }

    private static List<String> shell(String line) {
        return List.of("/bin/sh", "-c", line);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int warmUps() {
        return 1;
    }

    @Override
    public Measure run() {
        spawner.run(1, 1, shell("(" + forget + ") >/dev/null 2>&1 || true; sync"));
        return Metered.run(spawner, account, shell(pull));
    }

    /// The same again, with what is there.
    public Measure again() {
        return Metered.run(spawner, account, shell(pull));
    }

    /// Its processes that are there when nothing is asked of it.
    public List<Long> processes() {
        return account.processes();
    }

    @Override
    public void close() {
        spawner.close();
        account.close();
    }
}
