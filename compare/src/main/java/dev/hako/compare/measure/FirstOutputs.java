package dev.hako.compare.measure;

import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.HostPrograms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How long it takes until programs of this machine have said a word, and their container is gone:
/// a shell, two interpreters and a JVM.
final class FirstOutputs {
    private static final String WORD = "hello";

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
            Interleaved turns = how.turns(how.rounds(20, 4), how.limit(60, 3));
            new Turns(Group.OUTPUT, name, line.get(), 1).measure(field.subjects(), turns, sink);
        });
    }

    private static Optional<List<String>> line(String program, String... arguments) {
        return HostPrograms.find(program)
                .map(path -> {
                    List<String> words = new ArrayList<>();
                    words.add(path.toString());
                    words.addAll(List.of(arguments));
                    return words;
                });
    }
}
