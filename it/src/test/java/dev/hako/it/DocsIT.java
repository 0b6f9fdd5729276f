package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsRoot;
import dev.hako.testing.network.OtherHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs what the pages for users show, one example after the other.
@NeedsRoot
class DocsIT {
    private static final Path DOCS = Path.of("..", "docs");
    private static final String PROMPT = "$ ";
    private static final String ANYTHING = "…";

    /// A line at the prompt and what the page says it prints.
    private record Example(String line, String printed) {
        /// The printed text as a pattern: `…` is whatever there is on a line.
        Pattern pattern() {
            StringBuilder pattern = new StringBuilder();
            for (String part : printed.split(ANYTHING, -1)) {
                pattern.append(pattern.isEmpty() ? "" : "[^\n]*").append(Pattern.quote(part));
            }
            return Pattern.compile(pattern.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"running.md", "images.md", "build.md", "oci.md"})
    void everyExamplePrintsWhatThePageSays(String page) throws IOException {
        try (Hako hako = Hako.ofThisUser()) {
            run(page, hako);
        }
    }

    private static void run(String page, Hako hako) throws IOException {
        List<Example> examples = examples(Files.readAllLines(DOCS.resolve(page)));
        assertThat(examples).hasSizeGreaterThan(15);
        for (Example example : examples) {
            Result result = hako.shell(example.line);
            assertThat(result.error()).as(example.line).isEmpty();
            assertThat(result.output()).as(example.line).matches(example.pattern());
        }
    }

    /// What they show is done to bridges and routes of a host of its own.
    @ParameterizedTest
    @ValueSource(strings = {"networks.md", "pods.md"})
    void everyExampleOfNetworksPrintsWhatThePageSays(String page) throws IOException {
        try (OtherHost host = OtherHost.make();
                Hako hako = Hako.ofThisUser().withStandardNetwork().within(host.wrapper())) {
            run(page, hako);
        }
    }

    private static List<Example> examples(List<String> page) {
        List<Example> examples = new ArrayList<>();
        boolean inside = false;
        for (String line : page) {
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
}
