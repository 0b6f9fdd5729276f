package dev.hako.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The JVM of the engine, for measuring pieces of it alone under the same compiler.
final class EngineJava {
    private EngineJava() {}

    /// Its program.
    static Path program(Path distribution) {
        return Path.of(read(distribution.resolve("lib/hako/java-home")).strip(), "bin", "java");
    }

    /// Its program and options; the class path and the main class are missing.
    static List<String> command(Path distribution) {
        List<String> command = new ArrayList<>();
        command.add(program(distribution).toString());
        read(distribution.resolve("lib/hako/engine.args"))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(command::add);
        return command;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
