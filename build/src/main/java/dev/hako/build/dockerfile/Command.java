package dev.hako.build.dockerfile;

import java.util.List;

/// What a program is started by.
public sealed interface Command {
    /// A program and its arguments: `["a", "b"]`.
    record Exec(List<String> words) implements Command {
        public Exec {
            words = List.copyOf(words);
        }
    }

    /// A text for the shell, with the documents that it names.
    record Shell(String text, List<HereDocument> documents) implements Command {
        public Shell {
            documents = List.copyOf(documents);
        }
    }
}
