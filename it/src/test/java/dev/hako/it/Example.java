package dev.hako.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A line at the prompt that a page for users shows, and what the page says it prints.
record Example(String line, String printed) {
    private static final Path DOCS = Path.of("..", "docs");
    private static final String PROMPT = "$ ";
    private static final String ANYTHING = "…";

    /// All of a page, in order.
    static List<Example> of(String page) throws IOException {
        List<Example> examples = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(DOCS.resolve(page))) {
            if (line.startsWith("```")) {
                inside = line.equals("```console");
            } else if (inside && line.startsWith(PROMPT)) {
                examples.add(new Example(line.substring(PROMPT.length()), ""));
            } else if (inside) {
                Example last = examples.removeLast();
                examples.add(new Example(last.line, last.printed + line + "\n"));
            }
        }
        return examples;
    }

    /// The printed text as a pattern: `…` is whatever there is on a line.
    Pattern pattern() {
        StringBuilder pattern = new StringBuilder();
        for (String part : printed.split(ANYTHING, -1)) {
            pattern.append(pattern.isEmpty() ? "" : "[^\n]*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }
}
