package dev.hako.build.jvm;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The Dockerfile of an application for the JVM. Its context has the application's parts, and one
/// more the runtime: each is a layer, those first that change least.
///
/// @param base that has the C library
/// @param options of the runtime, before those that the manifest wants
/// @param training words of a run that shows which classes are used; empty: there is none
public record Recipe(
        Application application, String base, List<String> options, List<String> training) {
    /// The context that has {@link #CLASS_LIST}.
    public static final String CONTEXT = "training";

    /// The context that is the runtime.
    public static final String RUNTIME = "runtime";

    /// What a run has loaded.
    public static final String CLASS_LIST = "classes.list";

    /// The stage that runs the application.
    public static final String TRAINING = "training-run";

    /// Where that run leaves {@link #CLASS_LIST}.
    public static final String WRITTEN = "/" + CLASS_LIST;

    private static final String JAVA = "/opt/java/bin/java";
    private static final String ARCHIVE = "/app/app.jsa";

    /// What a heap may take of the memory that the container has: the rest is for classes, code,
    /// threads and buffers. Below 250 MB the runtime itself takes half and no more.
    private static final List<String> MEMORY =
            List.of("-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError");

    public Recipe {
        options = List.copyOf(options);
        training = List.copyOf(training);
    }

    private boolean isTrained() {
        return !training.isEmpty();
    }

    /// Of the image, with what it stands on.
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(application.labels());
        labels.put("org.opencontainers.image.base.name", base);
        return labels;
    }

    /// Of the image.
    public String text() {
        StringBuilder text = new StringBuilder(runtime());
        if (!isTrained()) {
            text.append(exec("RUN", List.of(JAVA, "-Xshare:dump")));
        }
        text.append(libraries());
        if (isTrained()) {
            List<String> dump = new ArrayList<>(List.of(JAVA, "-Xshare:dump"));
            dump.add("-XX:SharedClassListFile=/run/training" + WRITTEN);
            dump.add("-XX:SharedArchiveFile=" + ARCHIVE);
            if (!archived().isEmpty()) {
                dump.addAll(List.of("-cp", archived()));
            }
            text.append(
                    exec("RUN --mount=type=bind,from=" + CONTEXT + ",target=/run/training", dump));
        }
        return text.append(own()).append(entry()).toString();
    }

    /// Of a run that writes which classes it loads.
    public String trainingText() {
        List<String> line = new ArrayList<>(List.of(JAVA, "-XX:DumpLoadedClassList=" + WRITTEN));
        line.addAll(all());
        training.stream().filter(Recipe::isOfRuntime).forEach(line::add);
        line.addAll(List.of("-cp", classPath(), application.mainClass()));
        training.stream().filter(word -> !word.isEmpty() && !isOfRuntime(word)).forEach(line::add);
        return runtime()
                + libraries()
                + own()
                + "FROM application AS "
                + TRAINING
                + "\n"
                + exec("RUN --network=none", line);
    }

    private static boolean isOfRuntime(String word) {
        return word.startsWith("-D") || word.startsWith("-X");
    }

    private String runtime() {
        return "FROM "
                + base
                + " AS application\n"
                + "ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}\n"
                + "COPY --from="
                + RUNTIME
                + " . /opt/java/\n";
    }

    private String libraries() {
        return application.libraries().isEmpty() ? "" : "COPY lib /app/lib\n";
    }

    private String own() {
        return "WORKDIR /app\n"
                + (application.resources() ? "COPY resources /app/\n" : "")
                + "COPY classes /app/\n";
    }

    private String entry() {
        List<String> line = new ArrayList<>(List.of(JAVA));
        if (isTrained()) {
            line.add("-XX:SharedArchiveFile=" + ARCHIVE);
        }
        line.addAll(all());
        line.addAll(List.of("-cp", classPath(), application.mainClass()));
        return exec("ENTRYPOINT", line);
    }

    private List<String> all() {
        List<String> all = new ArrayList<>(MEMORY);
        all.addAll(application.options());
        all.addAll(options);
        return all;
    }

    /// Its own before its libraries, as in the jar. But an archive of classes is of the first part
    /// of a class path: if no order can be told from another, libraries come first.
    private String classPath() {
        List<String> own = new ArrayList<>(List.of("/app/classes.jar"));
        if (application.resources()) {
            own.add("/app/resources.jar");
        }
        List<String> path = new ArrayList<>(libraryPath());
        path.addAll(archived().isEmpty() ? 0 : path.size(), own);
        return String.join(":", path);
    }

    private List<String> libraryPath() {
        return application.libraries().stream().map(name -> "/app/lib/" + name).toList();
    }

    private String archived() {
        return isTrained() && !application.overlaps() ? String.join(":", libraryPath()) : "";
    }

    private static String exec(String instruction, List<String> words) {
        List<String> quoted = new ArrayList<>();
        for (String word : words) {
            if (word.chars().anyMatch(Character::isISOControl)) {
                throw Failure.invalid("a word of the command has a control character");
            }
            quoted.add("\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        return instruction + " [" + String.join(", ", quoted) + "]\n";
    }
}
