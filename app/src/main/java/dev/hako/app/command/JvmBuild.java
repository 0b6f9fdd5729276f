package dev.hako.app.command;

import dev.hako.app.build.BuildView;
import dev.hako.app.build.FailureExcerpt;
import dev.hako.app.build.Materials;
import dev.hako.app.build.NamedContexts;
import dev.hako.app.build.OpenContext;
import dev.hako.app.cli.ParsedLine;
import dev.hako.build.context.IgnoreRules;
import dev.hako.build.files.FileSource;
import dev.hako.build.jvm.Application;
import dev.hako.build.jvm.ClassList;
import dev.hako.build.jvm.Jdk;
import dev.hako.build.jvm.Recipe;
import dev.hako.build.solve.BuildListener;
import dev.hako.build.solve.BuildRequest.Named;
import dev.hako.build.solve.Builder;
import dev.hako.build.solve.KeptDirectory;
import dev.hako.build.solve.StepFailure;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `hako build --jvm`: what an application's jar is built of.
///
/// @param builder that does what has to be run on the way
/// @param room where the parts are put
record JvmBuild(BuildRequests requests, Builder builder, Path room) {
    private static final String STANDARD_BASE = "debian:stable-slim";
    private static final Pattern IMAGE = Pattern.compile("[\\w.:/@-]{1,512}");
    private static final Pattern MODULES = Pattern.compile("[\\w.]+(,[\\w.]+)*");
    private static final String MODULE_LIST = "modules";
    private static final int MOST_BYTES = 64 << 20;

    /// The first that an archive's entries can say. Files that are all of one time make equal
    /// layers.
    private static final Instant TIME = Instant.parse("1980-01-01T00:00:00Z");

    private ParsedLine line() {
        return requests.invocation().line();
    }

    /// Does a step that is shown.
    private static <T> T step(BuildListener view, String title, Work<T> work)
            throws IOException, InterruptedException {
        BuildListener.Vertex vertex = view.begin(title);
        try {
            T result = work.result();
            vertex.done();
            return result;
        } catch (IOException | RuntimeException e) {
            vertex.failed(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private interface Work<T> {
        T result() throws IOException, InterruptedException;
    }

    /// Takes the jar apart, links its runtime and trains it.
    Materials prepare(Supplier<BuildView> views) throws IOException, InterruptedException {
        String jar = line().value(JvmFlags.JAR).orElseThrow();
        Path parts = Files.createTempDirectory(room, "jvm-");
        Materials materials;
        Recipe recipe;
        try (BuildView view = views.get()) {
            Application application = step(view, "[jvm] unpack " + jar, () -> unpack(jar, parts));
            recipe = recipe(application);
            materials = materials(parts, runtime(view, application, parts), recipe);
        }
        try {
            if (!recipe.training().isEmpty()) {
                train(views, materials, recipe);
            }
            return materials;
        } catch (IOException | InterruptedException | RuntimeException e) {
            materials.close();
            throw e;
        }
    }

    private Application unpack(String jar, Path parts) throws IOException {
        return Application.unpack(jar, seen(jar), parts);
    }

    /// A file of the caller, as the engine can open it.
    private Path seen(String file) {
        Fd here = requests.invocation().caller().directory().descriptor();
        Path seen = Path.of(here.procPath().toString()).resolve(file);
        if (!Files.exists(seen)) {
            throw Failure.notFound("there is no \"" + file + "\"");
        }
        return seen;
    }

    private static Path own() {
        return Path.of(System.getProperty("java.home"));
    }

    private List<String> more() {
        return line().values(JvmFlags.MODULE).stream()
                .flatMap(text -> {
                    if (!MODULES.matcher(text).matches()) {
                        throw Failure.invalid("\"" + text + "\" is no list of modules");
                    }
                    return Stream.of(text.split(",", -1));
                })
                .toList();
    }

    private Recipe recipe(Application application) {
        String base = line().value(JvmFlags.BASE).orElse(STANDARD_BASE);
        if (!IMAGE.matcher(base).matches()) {
            throw Failure.invalid("\"" + base + "\" is no name of an image");
        }
        List<String> training =
                line().value(JvmFlags.TRAIN)
                        .map(text -> List.of(text.strip().split("\\s+")))
                        .orElse(List.of());
        return new Recipe(application, base, line().values(JvmFlags.RUNTIME), training);
    }

    private Fd runtime(BuildListener view, Application application, Path parts)
            throws IOException, InterruptedException {
        Jdk jdk = Jdk.in(line().value(JvmFlags.JDK).map(this::seen).orElseGet(JvmBuild::own));
        String modules = step(view, "[jvm] find modules", () -> modules(jdk, application, parts));
        return step(
                view,
                "[jvm] link " + modules,
                () ->
                        KeptDirectory.find(
                                requests.engine(),
                                key("runtime", jdk.release(), modules),
                                target -> jdk.link(modules, target)));
    }

    /// Found once for equal files.
    private String modules(Jdk jdk, Application application, Path parts)
            throws IOException, InterruptedException {
        List<String> more = more();
        Digest key =
                key("modules", jdk.release(), application.digest(parts), String.join(",", more));
        try (Fd found =
                        KeptDirectory.find(
                                requests.engine(),
                                key,
                                target -> {
                                    String names = jdk.modules(application, parts, more);
                                    Files.createDirectory(target);
                                    Files.writeString(target.resolve(MODULE_LIST), names);
                                });
                Fd list = Open.inRoot(found, NativePath.of(MODULE_LIST), Open.O_RDONLY)) {
            return new String(list.readAll(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static Digest key(String... parts) {
        return Digest.sha256(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }

    private static Materials materials(Path parts, Fd runtime, Recipe recipe) {
        NamedContexts contexts = new NamedContexts(new HashMap<>());
        contexts.named().put(Recipe.RUNTIME, directory(runtime));
        Fd top = Open.open(parts.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
        OpenContext context =
                new OpenContext(
                        new FileSource(top, IgnoreRules.NONE, false),
                        "steps of --jvm",
                        recipe.text().getBytes(StandardCharsets.UTF_8),
                        Optional.of(parts));
        return new Materials(context, contexts, recipe.labels(), Optional.of(TIME));
    }

    private static Named.Directory directory(Fd root) {
        return new Named.Directory(new FileSource(root, IgnoreRules.NONE, false));
    }

    /// Runs it and keeps the names of the classes that it has used.
    private void train(Supplier<BuildView> views, Materials materials, Recipe recipe)
            throws IOException, InterruptedException {
        byte[] text = recipe.trainingText().getBytes(StandardCharsets.UTF_8);
        OpenContext steps = materials.context().saying(text);
        AtomicReference<byte[]> said = new AtomicReference<>(new byte[0]);
        try (BuildView view = views.get()) {
            builder.build(
                    requests.of(materials, steps.dockerfile(), Recipe.TRAINING),
                    view,
                    (_, files) -> said.set(classList(files)));
        } catch (StepFailure e) {
            FailureExcerpt.show(e, steps, requests.invocation().output());
            throw e.during("cannot train the application");
        }
        Path parts = materials.context().scratch().orElseThrow();
        Path directory = Files.createTempDirectory(room, "training-");
        Files.writeString(
                directory.resolve(Recipe.CLASS_LIST), ClassList.of(said.get(), parts).text());
        Fd opened = Open.open(directory.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
        materials.contexts().named().put(Recipe.CONTEXT, directory(opened));
    }

    private static byte[] classList(Fd files) {
        try (Fd list = Open.inRoot(files, NativePath.of(Recipe.CLASS_LIST), Open.O_RDONLY)) {
            return list.readAll(MOST_BYTES);
        }
    }
}
