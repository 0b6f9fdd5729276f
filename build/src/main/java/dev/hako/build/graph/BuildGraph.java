package dev.hako.build.graph;

import dev.hako.build.dockerfile.Dockerfile;
import dev.hako.build.dockerfile.Instruction;
import dev.hako.build.dockerfile.RunMount;
import dev.hako.build.dockerfile.Scope;
import dev.hako.build.dockerfile.Stage;
import dev.hako.build.dockerfile.Step;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The stages that a target needs, each after those that it is made of.
///
/// @param nodes the last is the target
public record BuildGraph(List<Node> nodes) {
    private static final String SCRATCH = "scratch";

    public BuildGraph {
        nodes = List.copyOf(nodes);
    }

    public Node target() {
        return nodes.getLast();
    }

    /// Finds them.
    ///
    /// @param target a stage's name or number; nothing for the last
    /// @param global what `FROM` sees
    /// @param contexts names that come before those of stages and images
    /// @throws Failure `NOT_FOUND` if there is no such target; `INVALID` for a stage that needs
    ///   itself or a later one
    public static BuildGraph of(
            Dockerfile file, Optional<String> target, Scope global, Set<String> contexts) {
        return new Resolution(file.stages(), global, contexts).graph(target);
    }

    private record Resolution(List<Stage> stages, Scope global, Set<String> contexts) {
        private BuildGraph graph(Optional<String> target) {
            int wanted = target.map(this::target).orElse(stages.size() - 1);
            TreeSet<Integer> open = new TreeSet<>(Set.of(wanted));
            List<Node> needed = new ArrayList<>();
            while (!open.isEmpty()) {
                Node node = node(open.removeLast());
                needed.add(node);
                Stream.concat(Stream.of(node.base()), node.sources().values().stream())
                        .forEach(source -> {
                            if (source instanceof Source.OfStage(int index)) {
                                open.add(index);
                            }
                        });
            }
            return new BuildGraph(needed.reversed());
        }

        private int target(String name) {
            return index(name, stages.size())
                    .orElseThrow(() ->
                            Failure.notFound("the Dockerfile has no stage \"" + name + "\"")
                                    .hint("it has " + described()));
        }

        private String described() {
            List<String> names = stages.stream().flatMap(stage -> stage.name().stream()).toList();
            String count = stages.size() == 1 ? "one stage" : stages.size() + " stages";
            return names.isEmpty()
                    ? count + " without a name"
                    : count + ": " + String.join(", ", names);
        }

        /// The stage of a name or a number, of those before another.
        private Optional<Integer> index(String name, int before) {
            for (int i = 0; i < before; i++) {
                if (stages.get(i).name().filter(lower(name)::equals).isPresent()) {
                    return Optional.of(i);
                }
            }
            return name.matches("[0-9]{1,6}")
                    ? Optional.of(Integer.valueOf(name)).filter(i -> i < before)
                    : Optional.empty();
        }

        private static String lower(String name) {
            return name.toLowerCase(Locale.ROOT);
        }

        private Node node(int index) {
            Stage stage = stages.get(index);
            try {
                Source base = base(index, global.word(stage.base()));
                Optional<String> platform = stage.platform().map(global::word);
                return new Node(index, stage, base, platform, sources(index, stage));
            } catch (Failure e) {
                throw stage.steps().isEmpty() || !e.text().startsWith("line ")
                        ? e.during("line " + stage.line() + ", FROM")
                        : e;
            }
        }

        private Source base(int index, String name) {
            if (name.isEmpty()) {
                throw Failure.invalid("it names no image, for a variable is not set")
                        .hint("give it with --build-arg, or a value with ARG before FROM");
            }
            // Numbers are of --from only: an image may be called by one.
            Optional<Integer> earlier = index(name, index).filter(_ -> !name.matches("[0-9]+"));
            if (earlier.isPresent() && !contexts.contains(name)) {
                return new Source.OfStage(earlier.get());
            }
            return outside(name);
        }

        private Source outside(String name) {
            if (contexts.contains(name)) {
                return new Source.Context(name);
            }
            return name.equals(SCRATCH) ? new Source.Scratch() : new Source.Image(name);
        }

        private Map<String, Source> sources(int index, Stage stage) {
            Map<String, Source> sources = new LinkedHashMap<>();
            for (Step step : stage.steps()) {
                for (String from : named(step.instruction()).toList()) {
                    try {
                        sources.put(from, source(index, from));
                    } catch (Failure e) {
                        throw e.during(
                                "line " + step.line() + ", " + step.source().split(" ", 2)[0]);
                    }
                }
            }
            return sources;
        }

        private static Stream<String> named(Instruction instruction) {
            return switch (instruction) {
                case Instruction.Copy(var from, _) -> from.stream();
                case Instruction.Run run -> run.mounts().stream().flatMap(Resolution::named);
                default -> Stream.empty();
            };
        }

        private static Stream<String> named(RunMount mount) {
            return switch (mount) {
                case RunMount.Bind bind -> bind.from().stream();
                case RunMount.Cache cache -> cache.from().stream();
                case RunMount.Tmpfs _, RunMount.Secret _ -> Stream.empty();
            };
        }

        private Source source(int index, String from) {
            if (from.contains("$")) {
                throw Failure.invalid("\"" + from + "\" has a variable, which \"from\" cannot have")
                        .hint("begin a stage with it: FROM " + from + " AS name");
            }
            Optional<Integer> earlier = index(from, index);
            if (earlier.isPresent() && !contexts.contains(from)) {
                return new Source.OfStage(earlier.get());
            }
            if (index(from, stages.size()).isPresent() && !contexts.contains(from)) {
                throw Failure.invalid("the stage \"" + from + "\" is no earlier one");
            }
            return outside(from);
        }
    }
}
