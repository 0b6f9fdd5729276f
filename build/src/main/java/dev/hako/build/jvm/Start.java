package dev.hako.build.jvm;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/// What a jar's manifest says of how it runs.
///
/// @param mainClass that begins
/// @param options that `java -jar` would have taken from it
/// @param labels of the image
record Start(String mainClass, List<String> options, Map<String, String> labels) {
    private static final Pattern CLASS =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");
    private static final Pattern PACKAGE = Pattern.compile("[\\w.]+/[\\w.]+");
    private static final String LABEL = "org.opencontainers.image.";
    private static final String EVERYONE = "=ALL-UNNAMED";

    static Start of(String jar, Manifest manifest) {
        Attributes main = manifest.getMainAttributes();
        if (main.getValue("Launcher-Agent-Class") != null) {
            throw Failure.unsupported(
                    "\"" + jar + "\" has a Launcher-Agent-Class, which is not supported");
        }
        String name =
                value(main, "Start-Class")
                        .or(() -> value(main, "Main-Class"))
                        .orElseThrow(() ->
                                Failure.invalid("the manifest of \"" + jar + "\" has no Main-Class")
                                        .hint("make an executable jar: `java -jar` must start it"));
        if (!CLASS.matcher(name).matches()) {
            throw Failure.invalid("the Main-Class of \"" + jar + "\" is no name of a class");
        }
        return new Start(name, options(main), labels(jar, main));
    }

    private static Optional<String> value(Attributes main, String name) {
        return Optional.ofNullable(main.getValue(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static List<String> options(Attributes main) {
        List<String> options = new ArrayList<>();
        packages(main, "Add-Exports")
                .forEach(each -> options.add("--add-exports=" + each + EVERYONE));
        packages(main, "Add-Opens").forEach(each -> options.add("--add-opens=" + each + EVERYONE));
        value(main, "Enable-Native-Access")
                .ifPresent(_ -> options.add("--enable-native-access" + EVERYONE));
        return options;
    }

    private static List<String> packages(Attributes main, String name) {
        List<String> words =
                value(main, name).map(text -> List.of(text.split("\\s+", -1))).orElse(List.of());
        for (String word : words) {
            if (!PACKAGE.matcher(word).matches()) {
                throw Failure.invalid("\"" + word + "\" in " + name + " is no MODULE/PACKAGE");
            }
        }
        return words;
    }

    private static Map<String, String> labels(String jar, Attributes main) {
        Map<String, String> labels = new TreeMap<>();
        String file = jar.substring(jar.lastIndexOf('/') + 1).replaceFirst("\\.jar$", "");
        labels.put(LABEL + "title", value(main, "Implementation-Title").orElse(file));
        value(main, "Implementation-Version")
                .ifPresent(text -> labels.put(LABEL + "version", text));
        value(main, "Implementation-Vendor").ifPresent(text -> labels.put(LABEL + "vendor", text));
        return labels;
    }
}
