package dev.hako.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What this JVM runs from, for a JVM of another user: he may not look where it lies.
public final class ReadableClassPath {
    private ReadableClassPath() {}

    /// Copies all of it into a folder that everyone may read.
    ///
    /// @return the class path of the copies
    public static String copiedTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        var readable = new ArrayList<String>();
        for (String entry : classPath()) {
            Path copy = folder.resolve(String.valueOf(readable.size()));
            copy(Path.of(entry), copy);
            readable.add(copy.toString());
        }
        return String.join(File.pathSeparator, readable);
    }

    /// Surefire hands it over in a property of its own.
    private static List<String> classPath() {
        String all =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator, -1))
                .filter(entry -> Files.exists(Path.of(entry)))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
        }
    }
}
