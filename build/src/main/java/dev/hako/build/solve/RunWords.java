package dev.hako.build.solve;

import dev.hako.build.dockerfile.Command;
import dev.hako.build.dockerfile.HereDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a `RUN` starts.
///
/// @param words the program and its arguments
/// @param script a here-document that is the program itself, and has to be made a file
record RunWords(List<String> words, Optional<String> script) {
    private static final Pattern ONLY_A_MARK = Pattern.compile("<<-?\\s*(['\"]?)\\S+\\1\\s*");

    RunWords {
        words = List.copyOf(words);
    }

    /// A text is the shell's to run. A document alone is the text, or a program if it says which
    /// reads it; other documents are the shell's to read.
    static RunWords of(Command command, List<String> shell) {
        return switch (command) {
            case Command.Exec(var words) -> new RunWords(words, Optional.empty());
            case Command.Shell(var text, var documents) -> {
                if (documents.size() == 1 && ONLY_A_MARK.matcher(text).matches()) {
                    String content = documents.getFirst().content();
                    yield content.startsWith("#!")
                            ? new RunWords(List.of(RunMounts.SCRIPT), Optional.of(content))
                            : ofShell(shell, content);
                }
                yield ofShell(shell, withDocuments(text, documents));
            }
        };
    }

    private static RunWords ofShell(List<String> shell, String text) {
        List<String> words = new ArrayList<>(shell);
        words.add(text);
        return new RunWords(words, Optional.empty());
    }

    private static String withDocuments(String text, List<HereDocument> documents) {
        StringBuilder whole = new StringBuilder(text);
        for (HereDocument document : documents) {
            whole.append('\n').append(document.content()).append(document.name());
        }
        return whole.toString();
    }
}
