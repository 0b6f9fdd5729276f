package dev.hako.bench.subject;

import dev.hako.compare.contest.Contender;
import dev.hako.compare.contest.Measure;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.Metered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Somebody who does a work with an image by a line of shell, and has undone it before.
public final class Scripted implements Contender {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/root");

    /// What somebody mounts goes with his last process, though he may be killed.
    private static final List<String> APART = List.of("unshare", "--mount");

    private final String name;
    private final Account account;
    private final Spawner spawner;
    private final Lines lines;

    private Scripted(String name, Account account, Spawner spawner, Lines lines) {
        this.name = name;
        this.account = account;
        this.spawner = spawner;
        this.lines = lines;
    }

    /// Lines of shell.
    ///
    /// @param begin once, before anything
    /// @param undo before each run, not measured
    /// @param work what is measured
    record Lines(String begin, String undo, String work) {
        static final String NOTHING = "true";
    }

    /// A peer, if its programs are installed.
    ///
    /// @param lines for its folder
    static Optional<Scripted> peer(
            String name, List<String> programs, Stage stage, Function<Path, Lines> lines) {
        if (programs.stream().anyMatch(program -> Programs.find(program).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(start(name, Map.of(), stage, lines));
    }

    /// Hako, as it was built.
    ///
    /// @param lines for its command and its folder
    static Scripted hako(Path distribution, Stage stage, BiFunction<String, Path, Lines> lines) {
        String hako = distribution.resolve("bin/hako").toString();
        Path run = stage.memory("hako");
        Path root = stage.scratch().folder().resolve(run.getFileName());
        return start(
                "hako",
                Map.of("HAKO_ROOT", root.toString(), "HAKO_RUN", run.toString()),
                stage,
                at -> lines.apply(hako, at));
    }

    private static Scripted start(
            String name, Map<String, String> more, Stage stage, Function<Path, Lines> lines) {
        Path folder = stage.scratch().folder().resolve(stage.named(name));
        try {
            Files.createDirectories(folder.resolve("at"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Account account = Account.open(stage.named(name));
        stage.scratch().onClose(account::close);
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(more);
        Spawner spawner =
                Spawner.start(
                        stage.spawner(), APART, account, environment, folder.resolve("output"));
        stage.scratch().onClose(spawner::close);
        Lines words = lines.apply(folder.resolve("at"));
        spawner.run(1, 1, shell(words.begin));
        return new Scripted(name, account, spawner, words);
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
        spawner.run(1, 1, shell("(" + lines.undo + ") >/dev/null 2>&1 || true; sync"));
        return again();
    }

    /// The same again, with what is there.
    public Measure again() {
        return Metered.run(spawner, account, shell(lines.work));
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
