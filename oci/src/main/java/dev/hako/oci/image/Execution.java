package dev.hako.oci.image;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How containers of an image run unless their user wants otherwise (image-spec config.md,
/// "config", and Docker's additions: `Healthcheck`, `OnBuild`, `Shell`).
///
/// @param user `USER[:GROUP]`, by names or ids
/// @param exposedPorts `PORT[/PROTOCOL]`, sorted
/// @param env as `NAME=value`
/// @param volumes paths in the container, sorted
/// @param workingDir absolute, if the image's maker kept the rules
/// @param stopSignal a name such as `SIGTERM`, or a number
/// @param shell what runs commands that a build gives as one text
public record Execution(
        @Nullable String user,
        List<String> exposedPorts,
        List<String> env,
        List<String> entrypoint,
        List<String> cmd,
        List<String> volumes,
        @Nullable String workingDir,
        Map<String, String> labels,
        @Nullable String stopSignal,
        @Nullable Healthcheck healthcheck,
        List<String> onBuild,
        List<String> shell)
        implements JsonRecord {

    /// Nothing said.
    public static final Execution NONE =
            new Execution(
                    null, List.of(), List.of(), List.of(), List.of(), List.of(), null, Map.of(),
                    null, null, List.of(), List.of());

    /// Copies the lists, and refuses NUL characters where the kernel would cut the text.
    public Execution {
        Require.text("User", user);
        exposedPorts = exposedPorts.stream().distinct().sorted().toList();
        env = Require.texts("Env", env);
        entrypoint = Require.texts("Entrypoint", entrypoint);
        cmd = Require.texts("Cmd", cmd);
        volumes = Require.texts("Volumes", volumes.stream().distinct().sorted().toList());
        Require.text("WorkingDir", workingDir);
        labels = Require.sorted(labels);
        onBuild = List.copyOf(onBuild);
        shell = Require.texts("Shell", shell);
    }

    static Execution read(JsonObject in) {
        return new Execution(
                in.optional("User", STRING),
                in.names("ExposedPorts"),
                in.list("Env", STRING),
                in.list("Entrypoint", STRING),
                in.list("Cmd", STRING),
                in.names("Volumes"),
                in.optional("WorkingDir", STRING),
                in.map("Labels", STRING),
                in.optional("StopSignal", STRING),
                in.optional("Healthcheck", object(Healthcheck::read)),
                in.list("OnBuild", STRING),
                in.list("Shell", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("User", user)
                .put("ExposedPorts", set(exposedPorts))
                .put("Env", env)
                .put("Entrypoint", entrypoint)
                .put("Cmd", cmd)
                .put("Volumes", set(volumes))
                .put("WorkingDir", workingDir)
                .put("Labels", labels)
                .put("StopSignal", stopSignal)
                .put("Healthcheck", healthcheck)
                .put("OnBuild", onBuild)
                .put("Shell", shell);
    }

    /// Sets are written as Go's `map[string]struct{}`.
    private static Map<String, JsonRecord> set(List<String> names) {
        JsonRecord nothing = _ -> {};
        return names.stream()
                .collect(
                        Collectors.toMap(
                                Function.identity(), _ -> nothing, (a, _) -> a, TreeMap::new));
    }
}
