package dev.hako.bench.scenario;

import dev.hako.compare.host.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The least that a JVM can do: it says hello.
final class HelloJava {
    private static final String SOURCE =
            """
            public class Hello {
                public static void main(String[] arguments) {
                    System.out.println("hello");
                }
            }
            """;

    private HelloJava() {}

    /// Compiles the class, and answers how to run it.
    ///
    /// @param name of a folder that does not exist yet
    static List<String> command(Setting setting, String name) {
        Path folder = setting.scratch().folder().resolve(name);
        Path java = EngineJava.program(setting.distribution());
        try {
            Files.createDirectory(folder);
            Path source = Files.writeString(folder.resolve("Hello.java"), SOURCE);
            Programs.run(List.of(java.resolveSibling("javac").toString(), source.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(java.toString(), "-cp", folder.toString(), "Hello");
    }
}
