package dev.hako.image.registry.configuration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The environment variables of whoever asks, and the directories they name.
public record Environment(Map<String, String> variables) {
    /// Nobody's environment.
    public static final Environment EMPTY = new Environment(Map.of());

    public Environment {
        variables = Map.copyOf(variables);
    }

    /// Reads `NAME=value` entries; of several with one name the first counts.
    public static Environment of(List<String> entries) {
        Map<String, String> variables = new HashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variables.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return new Environment(variables);
    }

    /// A variable's value, if it is set to anything.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /// A directory that a variable names absolutely.
    public Optional<Path> directory(String name) {
        return variable(name).flatMap(Environment::path).filter(Path::isAbsolute);
    }

    /// A path, unless the JVM's locale cannot spell it: then nothing there can be opened.
    public static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /// Where a user's configuration files are (XDG Base Directory Specification).
    public Optional<Path> configHome() {
        return directory("XDG_CONFIG_HOME")
                .or(() -> directory("HOME").map(home -> home.resolve(".config")));
    }
}
