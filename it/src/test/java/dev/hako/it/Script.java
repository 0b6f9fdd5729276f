package dev.hako.it;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Lines of shell that engines are to run one after the other, all with the same effect. A line
/// that ends with `# differs in output, error: name` is known to differ in just that, for the
/// reason that `docs/differences.md` gives under this name; `# a user's differs in …` is for
/// engines of ordinary users only. A script whose first line begins with `# For root only:` is for
/// no engine of an ordinary user.
///
/// @param name of the file, without its suffix
/// @param lines that are neither empty nor comments
/// @param forRoot whether it means nothing to an ordinary user
record Script(String name, List<Line> lines, boolean forRoot) {
    private static final String FOR_ROOT = "# For root only:";
    private static final Path FOLDER = Path.of("src/test/resources/dev/hako/it/compare");
    private static final String SUFFIX = ".sh";
    private static final Pattern NOTE =
            Pattern.compile("(.*?) +# (a user's )?differs in ([a-z, ]+): ([a-z0-9-]+)");

    /// A known difference.
    ///
    /// @param user whether only engines of ordinary users have it
    record Difference(String name, Set<Answer.Aspect> aspects, boolean user) {}

    /// What to run, and in what its answers differ.
    record Line(String text, Optional<Difference> difference) {
        static Line parse(String line) {
            var note = NOTE.matcher(line);
            return note.matches()
                    ? new Line(
                            note.group(1),
                            Optional.of(
                                    new Difference(
                                            note.group(4),
                                            aspects(note.group(3)),
                                            note.group(2) != null)))
                    : new Line(line, Optional.empty());
        }

        private static Set<Answer.Aspect> aspects(String list) {
            return Arrays.stream(list.split(", ", -1)).map(Answer.Aspect::named).collect(toSet());
        }

        /// In what the answer must differ.
        ///
        /// @param user whether the engine is an ordinary user's
        Set<Answer.Aspect> differences(boolean user) {
            return difference
                    .filter(known -> user || !known.user)
                    .map(Difference::aspects)
                    .orElse(Set.of());
        }
    }

    /// Those of a folder that `-Dcompare=NAME,NAME` names, or all of it.
    static List<Script> chosen(String folder) {
        List<String> names = List.of(System.getProperty("compare", "").split(",", -1));
        List<Script> all = all(folder);
        return names.equals(List.of(""))
                ? all
                : all.stream().filter(script -> names.contains(script.name)).toList();
    }

    /// All scripts for an engine.
    static List<Script> all(String folder) {
        try (var files = Files.list(FOLDER.resolve(folder))) {
            return files.sorted().map(Script::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Script read(Path file) {
        try {
            List<String> text = Files.readAllLines(file);
            List<Line> lines =
                    text.stream()
                            .filter(not(String::isBlank))
                            .filter(line -> !line.startsWith("#"))
                            .map(Line::parse)
                            .toList();
            return new Script(
                    file.getFileName().toString().replace(SUFFIX, ""),
                    lines,
                    text.getFirst().startsWith(FOR_ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Answer> runBy(Peer peer) {
        return lines.stream().map(line -> peer.run(line.text)).toList();
    }
}
