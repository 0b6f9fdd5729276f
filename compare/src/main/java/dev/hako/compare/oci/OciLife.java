package dev.hako.compare.oci;

import dev.hako.compare.contest.Contender;
import dev.hako.compare.contest.Measure;
import dev.hako.compare.contest.Measures;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// The life of a container under a runtime with the OCI command line, such as crun: one command for
/// each verb, as containerd calls it.
///
/// It runs behind [Bundle#APART].
public final class OciLife implements Contender {
    private static final long GLANCE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Command command;
    private final Story story;
    private final Account account;
    private final Spawner spawner;
    private final Path folder;
    private final Path root;
    private final Map<String, List<Measure>> measured;

    /// What a container does, and what is called meanwhile.
    ///
    /// @param verbs the last is `delete`, which comes when the container has ended
    public record Story(String name, List<String> command, List<String> verbs) {
        /// It ends at once.
        public static final Story BRIEF =
                new Story(
                        "brief",
                        List.of(Bundle.PROBE, "true"),
                        List.of("create", "start", "delete"));

        /// It is looked at, and has to be ended.
        public static final Story KILLED =
                new Story(
                        "killed",
                        List.of(Bundle.PROBE, "rest"),
                        List.of("create", "start", "exec", "state", "kill", "delete"));
    }

    /// Who runs it.
    ///
    /// @param warmUps how many lives it takes until one is like the other
    /// @param others who works for it besides its own processes
    public record Command(
            String name,
            Path program,
            int warmUps,
            Map<String, String> environment,
            Others others) {
        private static final int WARM_UPS = 5;

        /// A runtime that needs nobody.
        public static Command alone(String name, Path program) {
            return new Command(name, program, WARM_UPS, Map.of(), () -> 0);
        }
    }

    /// The processor time of others, in nanoseconds, once they rest.
    @FunctionalInterface
    public interface Others {
        long cpuNanos();
    }

    private OciLife(Command command, Story story, Scratch scratch, Path spawnerProgram) {
        this.command = command;
        this.story = story;
        this.measured = new LinkedHashMap<>();
        String name = command.name() + "-" + story.name();
        this.account = Account.open(name);
        scratch.onClose(account::close);
        this.folder = scratch.folder().resolve(name);
        this.root = scratch.memory().resolve(name);
        String cgroup = account.containers() + "/box";
        Bundle.ofProbe(folder.resolve("bundle"), spawnerProgram, cgroup, story.command());
        Map<String, String> environment = new LinkedHashMap<>(command.environment());
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Path output = folder.resolve("output");
        this.spawner = Spawner.start(spawnerProgram, Bundle.APART, account, environment, output);
        scratch.onClose(spawner::close);
    }

    /// Makes all ready for a first life.
    ///
    /// @param spawner the compiled [Spawner]
    public static OciLife prepare(Command command, Story story, Scratch scratch, Path spawner) {
        return new OciLife(command, story, scratch, spawner);
    }

    @Override
    public String name() {
        return command.name();
    }

    @Override
    public int warmUps() {
        return command.warmUps();
    }

    /// One life. The sum of its commands: nobody counts how long the program runs.
    @Override
    public Measure run() {
        double wallMicros = 0;
        double cpuMicros = 0;
        for (String verb : story.verbs()) {
            if (verb.equals("delete")) {
                awaitEnd();
            }
            Measure measure = call(List.of(), verb);
            measured.computeIfAbsent(verb, _ -> new ArrayList<>()).add(measure);
            wallMicros += measure.wallMicros();
            cpuMicros += measure.cpuMicros();
        }
        return new Measure(wallMicros, cpuMicros);
    }

    /// One life that does not count, to see whether there can be any.
    public void tryOnce() {
        run();
        measured.clear();
    }

    /// What one verb has cost, but for the first lives.
    public Measures measures(String verb) {
        List<Measure> all = Objects.requireNonNull(measured.get(verb));
        return new Measures(all.subList(warmUps(), all.size()));
    }

    /// The most memory that each command's own process had, in bytes, by its verb, in one life.
    ///
    /// @param peak the compiled `peak.c`
    public Map<String, Long> peaks(Path peak) {
        Map<String, Long> peaks = new LinkedHashMap<>();
        Path file = folder.resolve("peak");
        for (String verb : story.verbs()) {
            if (verb.equals("delete")) {
                awaitEnd();
            }
            call(List.of(peak.toString(), file.toString()), verb);
            peaks.put(verb, number(file) * 1024);
        }
        return peaks;
    }

    private Measure call(List<String> prefix, String verb) {
        long before = command.others().cpuNanos();
        Measure own = Metered.run(spawner, account, line(prefix, verb));
        double helped = (command.others().cpuNanos() - before) / 1000.0;
        return new Measure(own.wallMicros(), own.cpuMicros() + helped);
    }

    private List<String> line(List<String> prefix, String verb) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(command.program().toString(), "--root", root.toString(), verb));
        if (verb.equals("create")) {
            words.addAll(List.of("--bundle", folder.resolve("bundle").toString()));
            words.addAll(List.of("--pid-file", pidFile().toString()));
        }
        words.add("box");
        if (verb.equals("kill")) {
            words.add("KILL");
        }
        if (verb.equals("exec")) {
            words.addAll(List.of(Bundle.PROBE, "true"));
        }
        return words;
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }

    /// A zombie has ended: it waits for the process that has inherited it.
    private void awaitEnd() {
        Path stat = Path.of("/proc", Long.toString(number(pidFile())), "stat");
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (isAlive(stat)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(name() + ": its container does not end");
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    private static boolean isAlive(Path stat) {
        try {
            String text = Files.readString(stat);
            return !text.startsWith(" Z", text.lastIndexOf(')') + 1);
        } catch (IOException e) {
            return false;
        }
    }

    private static long number(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        spawner.close();
        account.close();
    }
}
