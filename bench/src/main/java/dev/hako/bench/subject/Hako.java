package dev.hako.bench.subject;

import dev.hako.compare.contest.Contender;
import dev.hako.compare.contest.Measure;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Batch;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.Metered;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Hako as it was built, with a state and an engine of its own: the first command starts the
/// engine, as it does for a user.
public final class Hako implements Contender {
    /// The words of the contest: a container that does nothing, removed when it ends.
    public static final List<String> TRUE =
            List.of("run", "--rm", "--network", "none", "host", "true");

    /// The words that start a container which stays.
    public static final List<String> SLEEP =
            List.of("run", "--detach", "--network", "none", "host", "sleep", "infinity");

    private static final int WARM_UPS = 200;

    private final List<String> program;
    private final Account account;
    private final Spawner spawner;
    private final Map<String, String> environment;

    private Hako(
            List<String> program,
            Account account,
            Spawner spawner,
            Map<String, String> environment) {
        this.program = program;
        this.account = account;
        this.spawner = spawner;
        this.environment = Map.copyOf(environment);
    }

    /// The same instance, its commands begun by other words that execute what follows.
    public Hako within(List<String> prefix) {
        return new Hako(
                Stream.concat(prefix.stream(), program.stream()).toList(),
                account,
                spawner,
                environment);
    }

    /// A fresh instance; no engine runs yet.
    ///
    /// @param distribution what is installed: `bin/hako`, `lib/hako`
    /// @param name tells this instance from others of the same run
    /// @param spawnerProgram the compiled [Spawner]
    /// @param more environment variables besides those that point to the instance's state
    public static Hako prepare(
            Path distribution,
            String name,
            Scratch scratch,
            Path spawnerProgram,
            Map<String, String> more) {
        Account account = Account.open(name);
        scratch.onClose(account::close);
        Path folder = scratch.folder().resolve(name);
        Map<String, String> environment = new HashMap<>(more);
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("HAKO_ROOT", folder.resolve("root").toString());
        environment.put("HAKO_NETWORK", "none"); // the others' containers have none either
        environment.put("HAKO_RUN", scratch.memory().resolve(name).toString());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Spawner spawner =
                Spawner.start(
                        spawnerProgram, List.of(), account, environment, folder.resolve("output"));
        scratch.onClose(spawner::close);
        List<String> program = List.of(distribution.resolve("bin/hako").toString());
        return new Hako(program, account, spawner, environment);
    }

    /// Runs `hako` with these words so often, so many at once.
    public Batch command(int count, int parallel, List<String> words) {
        return spawner.run(count, parallel, line(words));
    }

    /// The words that start a container of this name that runs a line of the shell and whose log
    /// keeps all that it writes.
    public static List<String> writer(String name, String script) {
        List<String> words = new ArrayList<>(List.of("run", "--detach", "--name", name));
        words.addAll(List.of("--network", "none", "--log-opt", "max-size=4g"));
        words.addAll(List.of("host", "sh", "-c", script));
        return words;
    }

    /// The first process of a container.
    public int process(String container) {
        List<String> answer = lines(List.of("inspect", "--format", "{{.State.Pid}}", container));
        return Integer.parseInt(answer.getFirst());
    }

    /// What `hako` prints, run with these words to its end.
    public List<String> lines(List<String> words) {
        Process process = begin(ProcessBuilder.Redirect.PIPE, words);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            return output.readAllLines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts `hako` with these words, beside what else is done with it.
    ///
    /// @param output where its standard output goes
    public Process begin(ProcessBuilder.Redirect output, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(line(words)).redirectOutput(output);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> line(List<String> words) {
        return Stream.concat(program.stream(), words.stream()).toList();
    }

    /// Runs [#TRUE] once, and answers how many microseconds it took.
    public double runTrue() {
        return command(1, 1, TRUE).wall().median();
    }

    @Override
    public String name() {
        return "hako";
    }

    @Override
    public int warmUps() {
        return WARM_UPS;
    }

    @Override
    public Measure run() {
        return Metered.run(spawner, account, line(TRUE));
    }

    /// The engine's process.
    ///
    /// @throws IllegalStateException if none runs
    public long engine() {
        return account.processes().stream()
                .filter(Hako::isJava)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no engine runs"));
    }

    private static boolean isJava(long pid) {
        return executable(pid).endsWith("/java");
    }

    /// What it all has used so far, in nanoseconds of CPU time, once it has come to rest.
    public long cpuNanos() {
        return account.restedNanos();
    }

    /// The processes that stay with containers.
    public List<Long> monitors() {
        return account.processes().stream().filter(Hako::isLauncher).toList();
    }

    private static boolean isLauncher(long pid) {
        // Its own file, or the sealed copy of it that containers are started from.
        String name = executable(pid);
        return name.endsWith("/hako") || name.startsWith("/memfd:hako");
    }

    private static String executable(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).toString();
        } catch (IOException e) {
            return ""; // It has gone.
        }
    }

    /// Removes the containers, of whose control groups nobody would know any more, and ends the
    /// engine and everything else of this instance.
    @Override
    public void close() {
        if (!account.processes().isEmpty()) {
            removeContainers();
        }
        spawner.close();
        account.close();
    }

    private void removeContainers() {
        List<String> ids = lines(List.of("ps", "--all", "--quiet"));
        if (!ids.isEmpty()) {
            lines(Stream.concat(Stream.of("rm", "--force"), ids.stream()).toList());
        }
    }
}
