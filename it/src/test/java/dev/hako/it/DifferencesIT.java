package dev.hako.it;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the scripts of comparisons and the page of known differences together.
class DifferencesIT {
    private static final Path PAGE = Path.of("..", "docs", "differences.md");
    private static final Pattern NAMED = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|");

    @Test
    void eachDifferenceIsExplained() throws IOException {
        Set<String> explained =
                NAMED.matcher(Files.readString(PAGE))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .collect(toCollection(TreeSet::new));
        Set<String> found =
                Stream.of("docker", "podman")
                        .flatMap(folder -> Script.all(folder).stream())
                        .flatMap(script -> script.lines().stream())
                        .flatMap(line -> line.difference().stream())
                        .map(Script.Difference::name)
                        .collect(toCollection(TreeSet::new));
        assertThat(found).isEqualTo(explained);
    }
}
