package dev.hako.build.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/// Classes that a run has loaded, without the application's own: those of the runtime and of
/// libraries, which are to be ready before the next run begins. It is sorted and says nothing of
/// the run, so it changes only if other classes are used.
public record ClassList(Set<String> lines) {
    private static final String FORMS = "@lambda-form-invoker ";

    /// Reads what the runtime has written.
    ///
    /// @param parts where the application was taken apart
    public static ClassList of(byte[] text, Path parts) throws IOException {
        Set<String> own = own(parts.resolve(Application.CLASSES));
        Set<String> lines = new TreeSet<>();
        for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
            boolean described =
                    line.startsWith("#") || line.startsWith("@") || line.contains(" source:");
            String name = line.strip().split("\\s", 2)[0];
            if (line.startsWith(FORMS)) {
                lines.add(line.strip());
            } else if (!described && !name.isEmpty() && !own.contains(name)) {
                lines.add(name);
            }
        }
        return new ClassList(lines);
    }

    private static Set<String> own(Path classes) throws IOException {
        try (JarFile jar = new JarFile(classes.toFile(), false)) {
            return jar.stream()
                    .map(entry -> entry.getName().replaceFirst("\\.class$", ""))
                    .collect(Collectors.toSet());
        }
    }

    public String text() {
        return String.join("\n", lines) + "\n";
    }
}
