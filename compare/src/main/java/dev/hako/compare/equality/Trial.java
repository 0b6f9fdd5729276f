package dev.hako.compare.equality;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.Bundle;
import dev.hako.compare.walls.Walls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The same command in several isolations, by the public command line and the caller's own engine,
/// which has the image.
///
/// @param hako the command
/// @param environment where the caller's state is, as variables
/// @param isolations which; empty for all that work
/// @param image what it runs in
/// @param command what runs; empty for what the image says
public record Trial(
        Path hako,
        Map<String, String> environment,
        Collection<String> isolations,
        String image,
        List<String> command) {
    private static final String NAME = "hako-compare-" + ProcessHandle.current().pid() + "-";

    /// All runs have it in turn, so that messages with it are equal.
    private static final String BOX = NAME + "box";

    private static final String PROBE = NAME + "probe";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// For a pull, and for the command itself.
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public Trial {
        if (!isolations.stream().allMatch(Trial::isName)) {
            throw new IllegalArgumentException("no names of isolations: " + isolations);
        }
        environment = Map.copyOf(environment);
        isolations = List.copyOf(isolations);
        command = List.copyOf(command);
    }

    /// Whether this may be an isolation's name; others are no part of names and commands.
    public static boolean isName(String text) {
        return text.matches("[a-z][a-z0-9-]{0,30}");
    }

    /// Runs it in each of them, in the first one twice, and leaves no container behind.
    ///
    /// @param progress hears what is being done
    /// @throws IllegalStateException if no isolation works here
    public Verdict run(Consumer<String> progress) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            Rig rig = new Rig(this, new HakoLine(hako, environment), scratch);
            List<String> names = List.copyOf(new LinkedHashSet<>(wanted(rig.line)));
            if (names.isEmpty()) {
                throw new IllegalStateException("no isolation works here");
            }
            rig.removeAtTheEnd(BOX);
            rig.removeAtTheEnd(PROBE);
            List<Behaviour> runs = new ArrayList<>();
            for (String isolation : names) {
                progress.accept("running in " + isolation);
                Behaviour run = rig.behaviour(isolation, isolation);
                runs.add(run);
                if (runs.size() == 1 && run.status().isPresent()) {
                    progress.accept("running in " + isolation + " again");
                    runs.add(rig.behaviour(isolation + " again", isolation));
                }
            }
            return Verdict.of(runs);
        }
    }

    private Collection<String> wanted(HakoLine line) {
        return isolations.isEmpty() ? working(line) : isolations;
    }

    private static List<String> working(HakoLine line) {
        List<String> names = new ArrayList<>();
        String info = line.told(List.of("info", "--format", "{{json .isolations}}"), PATIENCE);
        for (JsonElement each : JsonParser.parseString(info).getAsJsonArray()) {
            JsonObject isolation = each.getAsJsonObject();
            if (isolation.get("works").getAsBoolean()) {
                names.add(isolation.get("name").getAsString());
            }
        }
        return names;
    }

    /// What a trial is made with.
    private record Rig(Trial trial, HakoLine line, Scratch scratch) {
        private Behaviour behaviour(String name, String isolation) {
            try {
                var _ = line.told(create(isolation), LONGEST);
                HakoLine.Answer answer = line.run(List.of("start", "-a", BOX), LONGEST);
                Behaviour run = look(name, isolation, answer);
                return name.equals(isolation) ? run.with(walls(isolation)) : run;
            } catch (IllegalStateException e) {
                return Behaviour.none(name, isolation, String.valueOf(e.getMessage()));
            } finally {
                remove(BOX);
            }
        }

        private List<String> create(String isolation) {
            List<String> words = new ArrayList<>(List.of("create", "--name", BOX));
            words.addAll(List.of("--hostname", "compare", "--isolation", isolation));
            words.addAll(List.of("--", trial.image));
            words.addAll(trial.command);
            return words;
        }

        private Behaviour look(String name, String isolation, HakoLine.Answer answer) {
            SortedMap<String, String> files = new TreeMap<>();
            String trouble = "";
            try {
                files = new WrittenFiles(line).of(BOX);
            } catch (IllegalStateException e) {
                trouble = "its files could not be looked at: " + e.getMessage();
            }
            return new Behaviour(
                    name,
                    isolation,
                    Optional.of(answer.status()),
                    trouble,
                    answer.output(),
                    answer.error(),
                    files,
                    Optional.empty());
        }

        /// What is refused there, as `hako-probe` finds in a container of the same image.
        private Optional<Walls> walls(String isolation) {
            try {
                String reach = probe(isolation, "reach");
                return Optional.of(Walls.read(isolation, reach, probe(isolation, "look")));
            } catch (IllegalStateException e) {
                return Optional.empty();
            }
        }

        private String probe(String isolation, String word) {
            Path program = Spawner.program(scratch.folder());
            List<String> words = new ArrayList<>(List.of("run", "--rm", "--name", PROBE));
            words.addAll(List.of("--isolation", isolation, "--network", "none"));
            words.addAll(List.of("-v", program + ":" + Bundle.PROBE + ":ro"));
            words.addAll(List.of("--entrypoint", Bundle.PROBE, "--"));
            words.addAll(List.of(trial.image, word));
            return line.told(words, PATIENCE);
        }

        private void removeAtTheEnd(String container) {
            StringBuilder command = new StringBuilder();
            trial.environment.forEach((key, value) ->
                    command.append(key).append('=').append(quoted(value)).append(' '));
            command.append(quoted(line.program().toString())).append(" rm -f ").append(container);
            scratch.ifKilled(command.toString());
            scratch.onClose(() -> remove(container));
        }

        private static String quoted(String word) {
            return "'" + word.replace("'", "'\\''") + "'";
        }

        private void remove(String container) {
            var _ = line.run(List.of("rm", "-f", container), PATIENCE);
        }
    }
}
