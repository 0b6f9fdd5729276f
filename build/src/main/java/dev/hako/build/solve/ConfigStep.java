package dev.hako.build.solve;

import dev.hako.build.dockerfile.Command;
import dev.hako.build.dockerfile.Instruction;
import dev.hako.failure.Failure;
import dev.hako.kernel.Signal;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.Healthcheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What instructions say of containers that run later, and that no file is touched by.
final class ConfigStep {
    private static final List<String> SHELL = List.of("/bin/sh", "-c");
    private static final Pattern PORT =
            Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/(tcp|udp|sctp))?");
    private static final int MOST_PORT = 65_535;

    private ConfigStep() {}

    /// The change; empty if the instruction is of another kind.
    ///
    /// @param commanded whether the stage has had a `CMD` of its own, which an entry point leaves
    static Optional<Execution> apply(Instruction instruction, Execution old, boolean commanded) {
        Change change = new Change(old);
        return switch (instruction) {
            case Instruction.Env(var pairs) -> {
                Map<String, String> all = environment(old);
                pairs.forEach(pair -> all.put(pair.name(), pair.value()));
                yield Optional.of(change.env(entries(all)));
            }
            case Instruction.Label(var pairs) -> {
                Map<String, String> all = new LinkedHashMap<>(old.labels());
                pairs.forEach(pair -> all.put(pair.name(), pair.value()));
                yield Optional.of(change.labels(all));
            }
            case Instruction.User(var user) -> Optional.of(change.user(user));
            case Instruction.Volume(var paths) -> Optional.of(change.volumes(paths));
            case Instruction.Expose(var ports) -> Optional.of(change.ports(ports(ports)));
            case Instruction.Cmd(var command) -> Optional.of(change.cmd(words(command, old)));
            case Instruction.Entrypoint(var command) ->
                    Optional.of(change.entrypoint(words(command, old), commanded));
            case Instruction.Shell(var words) -> Optional.of(change.shell(words));
            case Instruction.StopSignal(var signal) -> Optional.of(change.stopSignal(signal));
            case Instruction.Healthcheck check -> Optional.of(change.health(check));
            case Instruction.OnBuild(var text, _) -> Optional.of(change.onBuild(text));
            case Instruction.Maintainer _, Instruction.Arg _ -> Optional.of(old);
            case Instruction.Run _, Instruction.Copy _, Instruction.Add _, Instruction.Workdir _ ->
                    Optional.empty();
        };
    }

    /// The directory that a `WORKDIR` means.
    static Execution workdir(String path, Execution old) {
        String before = old.workingDir();
        Path from = Path.of("/").resolve(before == null ? "/" : before);
        return new Change(old).workingDir(from.resolve(path).normalize().toString());
    }

    /// The same without instructions for later builds.
    static Execution withoutTriggers(Execution old) {
        return new Change(old).make(old.env(), old.labels(), List.of());
    }

    /// The same with labels more.
    static Execution labelled(Execution old, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(old.labels());
        all.putAll(more);
        return new Change(old).labels(all);
    }

    static List<String> shell(Execution execution) {
        return execution.shell().isEmpty() ? SHELL : execution.shell();
    }

    static Map<String, String> environment(Execution execution) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String entry : execution.env()) {
            String[] parts = entry.split("=", 2);
            all.put(parts[0], parts.length < 2 ? "" : parts[1]);
        }
        return all;
    }

    static List<String> entries(Map<String, String> variables) {
        List<String> entries = new ArrayList<>();
        variables.forEach((name, value) -> entries.add(name + "=" + value));
        return entries;
    }

    private static List<String> words(Command command, Execution old) {
        return switch (command) {
            case Command.Exec(var words) -> words;
            case Command.Shell(var text, _) -> {
                List<String> words = new ArrayList<>(shell(old));
                words.add(text);
                yield words;
            }
        };
    }

    private static List<String> ports(List<String> words) {
        List<String> ports = new ArrayList<>();
        for (String word : words) {
            Matcher matcher = PORT.matcher(word);
            if (!matcher.matches()) {
                throw Failure.invalid("\"" + word + "\" is no port such as 80 or 53/udp");
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            String protocol = matcher.group(3) == null ? "tcp" : matcher.group(3);
            if (last < first || last > MOST_PORT) {
                throw Failure.invalid("\"" + word + "\" is no range of ports");
            }
            for (int port = first; port <= last; port++) {
                ports.add(port + "/" + protocol);
            }
        }
        return ports;
    }

    /// A way to run, and one thing of it that becomes another.
    private record Change(Execution old) {
        Execution make(List<String> env, Map<String, String> labels, List<String> onBuild) {
            return new Execution(
                    old.user(),
                    old.exposedPorts(),
                    env,
                    old.entrypoint(),
                    old.cmd(),
                    old.volumes(),
                    old.workingDir(),
                    labels,
                    old.stopSignal(),
                    old.healthcheck(),
                    onBuild,
                    old.shell());
        }

        Execution env(List<String> env) {
            return make(env, old.labels(), old.onBuild());
        }

        Execution labels(Map<String, String> labels) {
            return make(old.env(), labels, old.onBuild());
        }

        Execution onBuild(String text) {
            return make(old.env(), old.labels(), joined(old.onBuild(), List.of(text)));
        }

        private Execution run(List<String> entrypoint, List<String> cmd, List<String> shell) {
            return new Execution(
                    old.user(),
                    old.exposedPorts(),
                    old.env(),
                    entrypoint,
                    cmd,
                    old.volumes(),
                    old.workingDir(),
                    old.labels(),
                    old.stopSignal(),
                    old.healthcheck(),
                    old.onBuild(),
                    shell);
        }

        Execution cmd(List<String> words) {
            return run(old.entrypoint(), words, old.shell());
        }

        /// A new entry point takes away the command of the base.
        Execution entrypoint(List<String> words, boolean keepsCommand) {
            return run(words, keepsCommand ? old.cmd() : List.of(), old.shell());
        }

        Execution shell(List<String> words) {
            return run(old.entrypoint(), old.cmd(), words);
        }

        private Execution place(
                @Nullable String user, @Nullable String directory, @Nullable String signal) {
            return new Execution(
                    user,
                    old.exposedPorts(),
                    old.env(),
                    old.entrypoint(),
                    old.cmd(),
                    old.volumes(),
                    directory,
                    old.labels(),
                    signal,
                    old.healthcheck(),
                    old.onBuild(),
                    old.shell());
        }

        Execution user(String user) {
            return place(user, old.workingDir(), old.stopSignal());
        }

        Execution workingDir(String directory) {
            return place(old.user(), directory, old.stopSignal());
        }

        Execution stopSignal(String signal) {
            if (Signal.parse(signal).isEmpty()) {
                throw Failure.invalid("there is no signal \"" + signal + "\"");
            }
            return place(old.user(), old.workingDir(), signal);
        }

        private Execution rest(
                List<String> ports, List<String> volumes, @Nullable Healthcheck check) {
            return new Execution(
                    old.user(),
                    ports,
                    old.env(),
                    old.entrypoint(),
                    old.cmd(),
                    volumes,
                    old.workingDir(),
                    old.labels(),
                    old.stopSignal(),
                    check,
                    old.onBuild(),
                    old.shell());
        }

        Execution volumes(List<String> paths) {
            return rest(old.exposedPorts(), joined(old.volumes(), paths), old.healthcheck());
        }

        Execution ports(List<String> ports) {
            return rest(joined(old.exposedPorts(), ports), old.volumes(), old.healthcheck());
        }

        Execution health(Instruction.Healthcheck check) {
            Instruction.Healthcheck.Timing timing = check.timing();
            return rest(
                    old.exposedPorts(),
                    old.volumes(),
                    new Healthcheck(
                            test(check),
                            timing.interval().orElse(null),
                            timing.timeout().orElse(null),
                            timing.startPeriod().orElse(null),
                            timing.startInterval().orElse(null),
                            timing.retries().orElse(null)));
        }

        private static List<String> test(Instruction.Healthcheck check) {
            return check.command()
                    .map(command ->
                            switch (command) {
                                case Command.Exec(var words) -> joined(List.of("CMD"), words);
                                case Command.Shell(var text, _) -> List.of("CMD-SHELL", text);
                            })
                    .orElse(List.of("NONE"));
        }

        private static List<String> joined(List<String> old, List<String> more) {
            List<String> all = new ArrayList<>(old);
            all.addAll(more);
            return all;
        }
    }
}
