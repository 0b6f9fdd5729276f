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

    /// The peers that are installed.
    ///
    /// @param image `HOST:PORT/NAME:TAG` in a registry that speaks plain HTTP
    public static List<Puller> peers(String image, Scratch scratch, Path spawner) {
        List<Puller> peers = new ArrayList<>();
        prepare(
                        "skopeo+umoci",
                        List.of("skopeo", "umoci"),
                        scratch,
                        spawner,
                        at -> umoci(at, image))
                .ifPresent(peers::add);
        prepare(
                        "podman",
                        List.of("podman"),
                        scratch,
                        spawner,
                        at -> podman(at, scratch.memory(), image))
                .ifPresent(peers::add);
        prepare(
                        "containerd",
                        List.of("containerd", "ctr"),
                        scratch,
                        spawner,
                        at -> containerd(at, scratch.memory(), image))
                .ifPresent(peers::add);
        return peers;
    }

    private static Lines umoci(Path at, String image) {
        return new Lines(
                "true",
                "rm -rf " + at + "/*",
                "cd %s && skopeo copy -q --src-tls-verify=false docker://%s oci:l:v1 && umoci unpack --image l:v1 b"
                        .formatted(at, image));
    }

    /// The folder of --runroot may have no more than 50 characters.
    private static Lines podman(Path at, Path memory, String image) {
        String podman =
                "podman --root %s/r --runroot %s/p --storage-driver overlay".formatted(at, memory);
        return new Lines(
                "true", podman + " rmi -af", podman + " pull -q --tls-verify=false " + image);
    }

    private static Lines containerd(Path at, Path memory, String image) {
        String socket = memory + "/ctrd.sock";
        String ctr = "ctr -a " + socket;
        return new Lines(
                "setsid containerd --root %s/root --state %s/ctrd -a %s >%s/log 2>&1 & until %s version; do sleep 0.2; done"
                        .formatted(at, memory, socket, at, ctr),
                ctr + " images rm --sync " + image,
                ctr + " images pull --plain-http " + image);
    }

    private static Optional<Puller> prepare(
            String name,
            List<String> programs,
            Scratch scratch,
            Path spawner,
            Function<Path, Lines> lines) {
        if (programs.stream().anyMatch(program -> Programs.find(program).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(start(name, Map.of(), scratch, spawner, lines));
    }

    /// Hako, as it was built.
    public static Puller hako(Path distribution, String image, Scratch scratch, Path spawner) {
        String hako = distribution.resolve("bin/hako").toString();
        Path root = scratch.folder().resolve("hako-pull/root");
        Path run = scratch.memory().resolve("hako-pull");
        return start(
                "hako",
                Map.of("HAKO_ROOT", root.toString(), "HAKO_RUN", run.toString()),
                scratch,
                spawner,
                _ ->
                        new Lines(
                                hako + " info",
                                hako + " image prune -a -f",
                                hako + " pull -q " + image));
    }

    private static Puller start(
            String name,
            Map<String, String> more,
            Scratch scratch,
            Path spawnerProgram,
            Function<Path, Lines> lines) {
        Path folder = scratch.folder().resolve(name + "-pull");
        try {
            Files.createDirectories(folder.resolve("at"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Account account = Account.open(name + "-pull");
        scratch.onClose(account::close);
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(more);
        Spawner spawner =
                Spawner.start(
                        spawnerProgram, List.of(), account, environment, folder.resolve("output"));
        scratch.onClose(spawner::close);
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
