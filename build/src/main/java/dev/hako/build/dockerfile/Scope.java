package dev.hako.build.dockerfile;

import dev.hako.failure.Failure;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The variables that can be seen at a place of a Dockerfile: `ARG` from its declaration on, `ENV`
/// from the instruction on, and `ENV` before `ARG`. Before the first stage there are the file's own
/// arguments, which a stage sees if it declares them.
public final class Scope {
    private final char escape;
    private final BuildValues given;

    /// What a declaration without a value gets.
    private final Map<String, String> outer;

    private final Map<String, String> arguments = new LinkedHashMap<>();
    private final Map<String, String> environment;

    private Scope(
            char escape,
            BuildValues given,
            Map<String, String> outer,
            Map<String, String> environment) {
        this.escape = escape;
        this.given = given;
        this.outer = outer;
        this.environment = new LinkedHashMap<>(environment);
    }

    /// What `FROM` sees.
    ///
    /// @throws Failure `INVALID` if a value cannot be put in
    public static Scope global(Dockerfile file, BuildValues given) {
        Scope scope = new Scope(file.escape(), given, given.automatic(), Map.of());
        scope.arguments.putAll(given.automatic());
        file.globals().forEach(scope::apply);
        return scope;
    }

    /// What a stage sees at its beginning.
    ///
    /// @param environment of the image that it begins with
    public Scope stage(Map<String, String> environment) {
        return new Scope(escape, given, Map.copyOf(arguments), environment);
    }

    /// Puts variables into a step, and takes note of those that it sets.
    ///
    /// @throws Failure `INVALID`, with the line and the instruction
    public Step apply(Step step) {
        try {
            Instruction instruction = new Substitution(this).of(step.instruction());
            switch (instruction) {
                case Instruction.Arg(var declarations) -> declarations.forEach(this::declare);
                case Instruction.Env(var pairs) ->
                        pairs.forEach(pair -> environment.put(pair.name(), pair.value()));
                default -> {}
            }
            return new Step(step.line(), step.source(), instruction);
        } catch (Failure e) {
            String keyword = step.source().split(" ", 2)[0];
            throw e.during("line " + step.line() + ", " + keyword);
        }
    }

    /// What is given to the build comes before what the file says. Without any of that it stays
    /// what it was.
    private void declare(Instruction.Arg.Declaration declaration) {
        String name = declaration.name();
        Optional.ofNullable(given.arguments().get(name))
                .or(declaration::value)
                .or(() -> Optional.ofNullable(outer.get(name)))
                .ifPresent(value -> arguments.put(name, value));
    }

    /// The value of a declaration, whose variables are those declared before it.
    String declared(Instruction.Arg.Declaration declaration, String value) {
        String put = word(value);
        declare(new Instruction.Arg.Declaration(declaration.name(), Optional.of(put)));
        return put;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(arguments.get(name)));
    }

    /// A word with its variables' values and without quotes.
    ///
    /// @throws Failure `INVALID` if they cannot be put in
    public String word(String text) {
        return Expansion.ofWord(text, escape, this::variable);
    }

    String document(String text) {
        return Expansion.ofDocument(text, escape, this::variable);
    }

    char escape() {
        return escape;
    }

    /// What an image of this stage keeps.
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /// Variables that programs see and that are no part of what they make, unless the file says
    /// otherwise: where a proxy is.
    public Set<String> unkept() {
        Set<String> names = new HashSet<>(BuildValues.PREDEFINED);
        names.removeAll(arguments.keySet());
        names.removeAll(environment.keySet());
        return names;
    }

    /// What programs of `RUN` see: variables of the build, too, but for those that `ENV` sets.
    public SortedMap<String, String> ofRun() {
        SortedMap<String, String> all = new TreeMap<>();
        given.arguments()
                .forEach((name, value) -> {
                    if (BuildValues.PREDEFINED.contains(name)) {
                        all.put(name, value);
                    }
                });
        all.putAll(arguments);
        all.putAll(environment);
        return all;
    }
}
