package dev.hako.guest.build;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The options that a guest kernel is built with, over the least that there can be (`tinyconfig`).
///
/// @param text lines as `.config` has them, and comments
record Fragments(String text) {
    private static final List<String> UML = List.of("shared.config", "uml.config");
    private static final int SHOWN = 5;

    /// Those of a kernel that is a process of the host.
    static Fragments uml() {
        StringBuilder all = new StringBuilder();
        UML.forEach(name -> all.append(resource(name)));
        return new Fragments(all.toString());
    }

    private static String resource(String name) {
        try (InputStream in = Fragments.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Refuses a configuration that has not all of this: an option that a source does not know, or
    /// whose needs it has not, is dropped silently by the kernel's own build.
    ///
    /// @throws Failure `UNSUPPORTED` naming the first of them
    void requireIn(String configuration) {
        Set<String> lines = new HashSet<>(configuration.lines().toList());
        List<String> dropped =
                text.lines()
                        .filter(line -> line.startsWith("CONFIG_"))
                        .filter(line -> !holds(line, lines))
                        .toList();
        if (!dropped.isEmpty()) {
            String shown = String.join(", ", dropped.subList(0, Math.min(SHOWN, dropped.size())));
            throw Failure.unsupported(
                            "the source does not take %d of the options: %s"
                                    .formatted(dropped.size(), shown))
                    .hint("take Linux 7.2 or a later one of the 7 series");
        }
    }

    private static boolean holds(String line, Set<String> lines) {
        int equals = line.indexOf('=');
        String name = line.substring(0, equals);
        return line.endsWith("=n")
                ? lines.stream().noneMatch(other -> other.startsWith(name + "="))
                : lines.contains(line);
    }
}
