package dev.hako.compare.subject;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hako.compare.cri.ProbeImage;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Hako's command, once for each isolation that it lists and that works: an instance with a state
/// of its own, to which the user's guest kernels are copied.
final class HakoSubjects {
    private static final int WARM_UPS = 20;

    private HakoSubjects() {}

    /// The run folder of that instance.
    static Path run(Scratch scratch) {
        return scratch.memory().resolve("hako");
    }

    /// Those that work; of the others is said why not.
    static List<Subject> find(
            HakoPlace place, Scratch scratch, Predicate<String> wanted, List<Field.Gap> gaps) {
        List<Subject> found = new ArrayList<>();
        if (!wanted.test("hako")
                && !wanted.test("hako-namespace")
                && !wanted.test("hako-unikernel")) {
            return found;
        }
        try {
            Account account = account(scratch);
            HakoCommand hako = new HakoCommand(place.hako(), environment(scratch), scratch);
            copyKernels(place, scratch);
            hako.load(account, image(scratch));
            for (JsonElement each : hako.isolations()) {
                JsonObject isolation = each.getAsJsonObject();
                String name = "hako-" + isolation.get("name").getAsString();
                if (!wanted.test("hako") && !wanted.test(name)) {
                    continue;
                }
                if (isolation.get("works").getAsBoolean()) {
                    List<String> option =
                            List.of("--isolation", isolation.get("name").getAsString());
                    found.add(hako.subject(name, account, option));
                } else {
                    String why = isolation.get("reason").getAsString();
                    gaps.add(new Field.Gap(name, "everything", why));
                }
            }
        } catch (RuntimeException e) {
            gaps.add(new Field.Gap("hako", "everything", Field.firstLine(e)));
        }
        return found;
    }

    private static Account account(Scratch scratch) {
        Account account = Account.areOpen() ? Account.open("hako") : Account.uncounted("hako");
        scratch.onClose(account::close);
        return account;
    }

    private static Map<String, String> environment(Scratch scratch) {
        return Map.of(
                "PATH",
                "/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME",
                System.getenv().getOrDefault("HOME", "/"),
                "HAKO_NETWORK",
                "none",
                "HAKO_ROOT",
                root(scratch).toString(),
                "HAKO_RUN",
                run(scratch).toString());
    }

    private static Path root(Scratch scratch) {
        return scratch.folder().resolve("hako-root");
    }

    private static Path image(Scratch scratch) {
        Path folder = scratch.folder().resolve("image");
        return Files.exists(folder.resolve(ProbeImage.FILE))
                ? folder.resolve(ProbeImage.FILE)
                : ProbeImage.make(folder);
    }

    private static void copyKernels(HakoPlace place, Scratch scratch) {
        Path from = place.root().resolve("kernels");
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = root(scratch).resolve("kernels").resolve(from.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The command, in that instance.
    private record HakoCommand(Path program, Map<String, String> environment, Scratch scratch) {
        /// The first command, which starts the engine: where its processor time is counted.
        private void load(Account account, Path image) {
            forget();
            Path output = scratch.folder().resolve("load.output");
            Path starter = Spawner.program(scratch.folder());
            try (Spawner spawner =
                    Spawner.start(starter, List.of(), account, environment, output)) {
                spawner.run(1, 1, List.of(program.toString(), "load", "-i", image.toString()));
            }
        }

        private CommandSubject subject(String name, Account account, List<String> options) {
            List<String> head = new ArrayList<>(List.of(program.toString(), "run", "--rm"));
            head.addAll(List.of("--network", "none"));
            head.addAll(options);
            CommandSubject.Recipe recipe =
                    new CommandSubject.Recipe(
                            name,
                            new Subject.Identity("command", version(), program.toString()),
                            WARM_UPS,
                            List.of(),
                            environment,
                            words -> line(head, words),
                            rest(name, options));
            return CommandSubject.prepare(recipe, account, scratch);
        }

        private CommandSubject.Rest rest(String name, List<String> options) {
            List<String> head = new ArrayList<>(List.of(program.toString(), "run", "-d"));
            head.addAll(List.of("--network", "none"));
            head.addAll(options);
            return new CommandSubject.Rest(
                    number -> {
                        List<String> words = new ArrayList<>(head);
                        words.addAll(List.of("--name", name + number));
                        return line(words, List.of("rest"));
                    },
                    number -> List.of(program.toString(), "rm", "-f", name + number),
                    (number, deed) -> {
                        List<String> words = new ArrayList<>(List.of(program.toString()));
                        words.addAll(deed.words(name + number));
                        return Optional.of(words);
                    });
        }

        /// Its containers outlive its engine: they are removed by it.
        private void forget() {
            String variables =
                    "HAKO_ROOT=%s HAKO_RUN=%s "
                            .formatted(environment.get("HAKO_ROOT"), environment.get("HAKO_RUN"));
            // The brackets keep the shell that looks from being found itself.
            String removal =
                    "for each in $(%1$s%2$s ps -aq); do %1$s%2$s rm -f $each; done; "
                                    .formatted(variables, program)
                            + "for each in /proc/[0-9]*; do grep -qs '[D]hako.run=%s' $each/cmdline && kill ${each#/proc/}; done; true"
                                    .formatted(environment.get("HAKO_RUN"));
            scratch.ifKilled(removal);
            scratch.onClose(() -> {
                if (Files.exists(Path.of(environment.get("HAKO_RUN")))) {
                    Programs.run(List.of("sh", "-c", removal));
                }
            });
        }

        /// It is asked of this instance's engine, like all else: no other is started or talked to.
        private String version() {
            return told(List.of("--version")).strip();
        }

        private String told(List<String> words) {
            List<String> line = new ArrayList<>();
            line.add("env");
            line.add("HAKO_ROOT=" + environment.get("HAKO_ROOT"));
            line.add("HAKO_RUN=" + environment.get("HAKO_RUN"));
            line.add(program.toString());
            line.addAll(words);
            return Programs.run(line);
        }

        private static List<String> line(List<String> head, List<String> words) {
            List<String> line = new ArrayList<>(head);
            boolean probe = !words.getFirst().startsWith("/");
            if (!probe) {
                line.addAll(HostPrograms.options());
                line.addAll(List.of("--entrypoint", words.getFirst(), ProbeImage.NAME));
                line.addAll(words.subList(1, words.size()));
                return line;
            }
            line.addAll(List.of("--entrypoint", Bundle.PROBE, ProbeImage.NAME));
            line.addAll(words);
            return line;
        }

        private Iterable<JsonElement> isolations() {
            return JsonParser.parseString(told(List.of("info", "--format", "{{json .}}")))
                    .getAsJsonObject()
                    .getAsJsonArray("isolations");
        }
    }
}
