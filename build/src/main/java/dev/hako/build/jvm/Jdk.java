package dev.hako.build.jvm;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A JDK of this machine, of which runtimes are made.
///
/// @param release what its `release` file says, which tells it from others
/// @param feature such as 25
public record Jdk(Path home, String release, int feature) {
    private static final Pattern FEATURE = Pattern.compile("\"?(?:1\\.)?([0-9]{1,3})[^\"]*\"?");
    private static final Pattern MODULES = Pattern.compile("[\\w.]+(,[\\w.]+)*");

    /// They live for a second or two.
    private static final List<String> QUICK =
            List.of("-J-Xmx1g", "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SAID = 2000;

    /// Since then java.base has it, and the module of its own is empty.
    private static final int ELLIPTIC_CURVES_IN_BASE = 22;

    /// The JDK in a directory.
    ///
    /// @throws Failure if there is none, or only a runtime
    public static Jdk in(Path home) throws IOException {
        for (String tool : List.of("jdeps", "jlink")) {
            if (!Files.isExecutable(home.resolve("bin").resolve(tool))) {
                throw Failure.notFound("\"" + home + "\" is no JDK: it has no bin/" + tool)
                        .hint("name the directory of a JDK with --jdk");
            }
        }
        Path file = home.resolve("release");
        String release = Files.isRegularFile(file) ? Files.readString(file) : "";
        Properties properties = new Properties();
        properties.load(new StringReader(release));
        Matcher matcher = FEATURE.matcher(properties.getProperty("JAVA_VERSION", ""));
        if (!matcher.matches()) {
            throw Failure.invalid("the file \"" + file + "\" says no JAVA_VERSION");
        }
        return new Jdk(home.toRealPath(), release, Integer.parseInt(matcher.group(1)));
    }

    /// The modules that an application needs, by what its classes and its libraries name: sorted,
    /// with commas between them.
    ///
    /// @param parts where it was taken apart
    /// @param more that nothing names, since they are found while it runs
    public String modules(Application application, Path parts, List<String> more)
            throws IOException, InterruptedException {
        List<String> path = new ArrayList<>();
        List<String> roots =
                new ArrayList<>(List.of(parts.resolve(Application.CLASSES).toString()));
        Set<String> modules = new TreeSet<>(more);
        for (String name : application.libraries()) {
            Path library = parts.resolve(Application.LIB).resolve(name);
            path.add(library.toString());
            Optional<Set<String>> required = RequiredModules.of(library);
            required.ifPresentOrElse(modules::addAll, () -> roots.add(library.toString()));
        }
        List<String> words = new ArrayList<>();
        words.addAll(QUICK);
        words.addAll(List.of("--ignore-missing-deps", "--print-module-deps", "-q"));
        words.addAll(List.of("--multi-release", String.valueOf(feature)));
        if (!path.isEmpty()) {
            words.addAll(List.of("--class-path", String.join(":", path)));
        }
        words.addAll(roots);
        String said = run("jdeps", words, parts).strip();
        String last = said.substring(said.lastIndexOf('\n') + 1);
        if (!MODULES.matcher(last).matches()) {
            throw Failure.invalid("jdeps names no modules, but says: " + shortened(said));
        }
        modules.addAll(List.of(last.split(",", -1)));
        modules.add("java.base");
        if (feature < ELLIPTIC_CURVES_IN_BASE) {
            modules.add("jdk.crypto.ec");
        }
        return String.join(",", modules);
    }

    /// Makes a runtime of modules.
    ///
    /// @param target which is not there yet
    public void link(String modules, Path target) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(QUICK);
        words.addAll(List.of("--add-modules", modules));
        words.addAll(List.of("--no-header-files", "--no-man-pages"));
        words.addAll(List.of("--output", target.toString()));
        run("jlink", words, target.resolveSibling("."));
    }

    private String run(String tool, List<String> words, Path scratch)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile(scratch, tool, ".said");
        Path program = home.resolve("bin").resolve(tool);
        try {
            int code = new JdkTool(program, said).run(words);
            String text = text(said);
            if (code != 0) {
                throw Failure.invalid(
                                tool + " ended with exit code " + code + ": " + shortened(text))
                        .hint("try another JDK with --jdk");
            }
            return text;
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private static String text(Path said) throws IOException {
        try (var in = Files.newInputStream(said)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static String shortened(String said) {
        String line = said.strip().replaceAll("\\s+", " ");
        return line.length() > MOST_SAID ? line.substring(0, MOST_SAID) + "…" : line;
    }
}
