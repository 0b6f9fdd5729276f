package dev.hako.isolation.contract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The program in the contract's containers, compiled once for all tests of a JVM.
final class SubjectProgram {
    private static @Nullable Path compiled;

    private SubjectProgram() {}

    /// A static executable.
    static synchronized Path executable() throws IOException {
        Path known = compiled;
        if (known == null) {
            known = compile();
            compiled = known;
        }
        return known;
    }

    private static Path compile() throws IOException {
        Path folder = Files.createTempDirectory("hako-subject");
        Path source = folder.resolve("subject.c");
        Path program = folder.resolve("subject");
        try (InputStream in = SubjectProgram.class.getResourceAsStream("subject.c")) {
            Files.copy(Objects.requireNonNull(in), source);
        }
        Process cc =
                new ProcessBuilder(
                                "cc",
                                "-O1",
                                "-static",
                                "-s",
                                "-o",
                                program.toString(),
                                source.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!program.toFile().canExecute()) {
            throw new IOException("cannot compile \"" + source + "\": " + said);
        }
        Files.delete(source);
        program.toFile().deleteOnExit();
        folder.toFile().deleteOnExit();
        return program;
    }
}
