package dev.hako.compare.subject;

import dev.hako.compare.host.Account;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.Bundle;
import dev.hako.compare.oci.OciLife;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Process;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A runtime with the OCI command line: `run` of a bundle, one bundle for each program.
public final class OciSubject implements Subject {
    private static final int WARM_UPS = 5;

    private final CommandSubject commands;
    private final Path program;
    private final Scratch scratch;

    private OciSubject(CommandSubject commands, Path program, Scratch scratch) {
        this.commands = commands;
        this.program = program;
        this.scratch = scratch;
    }

    /// Makes all ready.
    static OciSubject prepare(String name, Path program, Scratch scratch) {
        Account account = Account.open(name);
        scratch.onClose(account::close);
        Path folder = scratch.folder().resolve("oci-" + name);
        Path probe = Spawner.program(scratch.folder());
        String group = account.containers() + "/box";
        Bundle first = Bundle.ofProbe(folder.resolve("first"), probe, group, List.of("/none"));
        Bundles bundles = new Bundles(first, folder, new HashMap<>());
        List<String> own =
                List.of(
                        program.toString(),
                        "--root",
                        scratch.memory().resolve("oci-" + name).toString());
        CommandSubject.Recipe recipe =
                new CommandSubject.Recipe(
                        name,
                        new Identity("oci", version(program), program.toString()),
                        WARM_UPS,
                        Bundle.APART,
                        environment(scratch),
                        words -> line(own, List.of("run"), bundles.of(words), "box"),
                        rest(own, bundles, account));
        return new OciSubject(CommandSubject.prepare(recipe, account, scratch), program, scratch);
    }

    /// Hako's command then finds no engine but its own, if one is there.
    private static Map<String, String> environment(Scratch scratch) {
        return Map.of(
                "PATH",
                "/usr/sbin:/usr/bin:/sbin:/bin",
                "HAKO_RUN",
                HakoSubjects.run(scratch).toString());
    }

    static String version(Path program) {
        try {
            return Programs.run(List.of(program.toString(), "--version"))
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IllegalStateException e) {
            return "";
        }
    }

    private static List<String> line(
            List<String> own, List<String> verb, Bundle bundle, String id) {
        List<String> line = new ArrayList<>(own);
        line.addAll(verb);
        line.addAll(List.of("--bundle", bundle.folder().toString(), id));
        return line;
    }

    private static CommandSubject.Rest rest(List<String> own, Bundles bundles, Account account) {
        return new CommandSubject.Rest(
                number ->
                        line(
                                own,
                                List.of("run", "--detach"),
                                bundles.resting(account.containers() + "/rest" + number),
                                "rest" + number),
                number ->
                        Stream.concat(own.stream(), Stream.of("delete", "--force", "rest" + number))
                                .toList(),
                (number, deed) ->
                        deed.ociWords("rest" + number)
                                .map(words ->
                                        Stream.concat(own.stream(), words.stream()).toList()));
    }

    /// The bundles of one root, by what they run.
    private record Bundles(Bundle first, Path folder, Map<List<String>, Bundle> made) {
        private Bundle of(List<String> words) {
            return made.computeIfAbsent(words, this::make);
        }

        /// One of a container that rests, in a control group of its own.
        private Bundle resting(String group) {
            Bundle bundle = of(List.of("rest"));
            return made.computeIfAbsent(
                    List.of(group),
                    _ ->
                            bundle.other(
                                    folder.resolve("b" + made.size()),
                                    spec ->
                                            spec.with(s ->
                                                    s.linux(
                                                            Objects.requireNonNull(spec.linux())
                                                                    .with(l ->
                                                                            l.cgroupsPath(
                                                                                    group))))));
        }

        private Bundle make(List<String> words) {
            boolean probe = !words.getFirst().startsWith("/");
            List<String> command = new ArrayList<>(probe ? List.of(Bundle.PROBE) : List.of());
            command.addAll(words);
            return first.other(
                    folder.resolve("b" + made.size()),
                    spec -> {
                        Process process =
                                Objects.requireNonNull(spec.process()).with(p -> p.args(command));
                        List<Mount> mounts = new ArrayList<>(spec.mounts());
                        if (!probe) {
                            mounts.addAll(HostPrograms.mounts());
                        }
                        return spec.with(s -> s.process(process).mounts(mounts));
                    });
        }
    }

    /// The life of a container, verb by verb.
    public OciLife life(OciLife.Story story) {
        OciLife.Command command =
                new OciLife.Command(name(), program, WARM_UPS, environment(scratch), () -> 0);
        return OciLife.prepare(command, story, scratch, Spawner.program(scratch.folder()));
    }

    @Override
    public String name() {
        return commands.name();
    }

    @Override
    public Identity identity() {
        return commands.identity();
    }

    @Override
    public int warmUps() {
        return commands.warmUps();
    }

    @Override
    public Run run(List<String> words) {
        return commands.run(words);
    }

    @Override
    public double begin(int number) {
        return commands.begin(number);
    }

    @Override
    public void end(int number) {
        commands.end(number);
    }

    @Override
    public boolean act(int number, Deed deed) {
        return commands.act(number, deed);
    }

    @Override
    public List<Long> processes() {
        return commands.processes();
    }

    @Override
    public boolean countsCpu() {
        return commands.countsCpu();
    }

    @Override
    public void close() {
        commands.close();
    }
}
