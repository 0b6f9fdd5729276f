package dev.hako.bench.host;

import dev.hako.compare.host.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Programs of this package's resources, compiled where they are used.
public final class Compiled {
    private Compiled() {}

    /// Compiles one into a folder, with `cc`.
    ///
    /// @param name without its `.c`
    /// @return the program
    public static Path program(String name, Path folder) {
        Path source = folder.resolve(name + ".c");
        Path program = folder.resolve(name);
        try (InputStream in = Compiled.class.getResourceAsStream(name + ".c")) {
            Files.copy(Objects.requireNonNull(in), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.run(List.of("cc", "-O2", "-o", program.toString(), source.toString()));
        return program;
    }
}
