package dev.hako.compare.measure;

import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.host.Programs;
import dev.hako.compare.subject.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How long it takes until programs of this machine have said a word, and their container is gone:
/// a shell, two interpreters and a JVM.
final class FirstOutputs {
    private static final String WORD = "hello";
    private static final Path PROGRAMS = Path.of("/usr");

    private FirstOutputs() {}

    static void measure(Field field, Thoroughness how, Sink sink) {
        Map<String, Optional<List<String>>> programs = new LinkedHashMap<>();
        programs.put("busybox", line("busybox", "echo", WORD));
        programs.put("python3", line("python3", "-c", "print('" + WORD + "')"));
        programs.put("node", line("node", "-e", "console.log('" + WORD + "')"));
        programs.put("java", line("java", "-XX:TieredStopAtLevel=1", "-version"));
        programs.forEach((name, line) -> {
            if (line.isEmpty()) {
                String why = name + " is not installed below /usr";
                sink.missing(new Field.Gap("all", name, why));
                return;
            }
            sink.progress("first output of " + name);
            Interleaved turns = how.turns(how.rounds(20, 4), how.limit(60, 6));
            new Turns(Group.OUTPUT, name, line.get(), 1).measure(field.subjects(), turns, sink);
        });
    }

    private static Optional<List<String>> line(String program, String... arguments) {
        return ownFile(program)
                .map(path -> {
                    List<String> words = new ArrayList<>();
                    words.add(path.toString());
                    words.addAll(List.of(arguments));
                    return words;
                });
    }

    /// Its file below `/usr`, which is what containers see; what stands in front of it for a user
    /// is not.
    private static Optional<Path> ownFile(String program) {
        Path usual = PROGRAMS.resolve("bin").resolve(program);
        Optional<Path> found =
                Files.isExecutable(usual) ? Optional.of(usual) : Programs.find(program);
        return found.map(FirstOutputs::real).filter(path -> path.startsWith(PROGRAMS));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
