package dev.hako.app.command;

import dev.hako.app.build.BuildView;
import dev.hako.app.build.FailureExcerpt;
import dev.hako.app.build.Materials;
import dev.hako.app.build.NamedContexts;
import dev.hako.app.build.OpenContext;
import dev.hako.app.build.OutputChoice;
import dev.hako.app.build.SecretChoice;
import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.container.ContainerFlags;
import dev.hako.app.container.EgressFlags;
import dev.hako.app.value.ImageNames;
import dev.hako.app.value.KeyValue;
import dev.hako.app.value.NewFile;
import dev.hako.build.solve.BuildRequest;
import dev.hako.build.solve.Builder;
import dev.hako.build.solve.BuiltImage;
import dev.hako.build.solve.StepFailure;
import dev.hako.build.solve.WorkPlace;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import dev.hako.oci.image.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `hako build`
final class BuildCommand implements Command {
    static final Option<String> FILE =
            Option.text("-f, --file", "FILE", "The Dockerfile; PATH/Dockerfile if not given");
    static final Option<ImageReference> TAG =
            Option.of("-t, --tag", "NAME[:TAG]", ImageNames::tag, "Name of the image");
    static final Option<String> ARGUMENT =
            Option.text(
                            "--build-arg",
                            "NAME[=VALUE]",
                            "Value for an ARG; without a value, your variable's")
                    .offering(Candidates.Known.VARIABLES);
    static final Option<KeyValue> CONTEXT =
            Option.of(
                    "--build-context",
                    "NAME=DIR|docker-image://IMAGE",
                    KeyValue::parseBoth,
                    "Further files, by what --from and FROM call them");
    static final Option<String> TARGET =
            Option.text("--target", "STAGE", "Build this stage; the last one if not given");
    static final Option<SecretChoice> SECRET =
            Option.of(
                    "--secret",
                    "id=NAME[,src=FILE|,env=VARIABLE]",
                    SecretChoice::parse,
                    "Something for RUN --mount=type=secret, which no image keeps");
    static final Option<Boolean> DEBUG_SHELL =
            Option.flag("--debug-shell", "Enter a shell where a RUN has failed");
    static final Option<Boolean> NO_CACHE =
            Option.flag("--no-cache", "Do each step, though it was done before");
    static final Option<Boolean> PULL =
            Option.flag("--pull", "Ask registries for newer images than those that are here");
    private static final Option<OutputChoice> OUTPUT =
            Option.of(
                    "-o, --output",
                    "DIR|-|type=TYPE[,dest=FILE]",
                    OutputChoice::parse,
                    "Where the result goes: image, local, tar, oci, docker; image if not given");
    private static final Option<Boolean> QUIET =
            Option.flag("-q, --quiet", "Show the image's id only");
    private static final Option<String> ID_FILE =
            Option.text("--iidfile", "FILE", "Write the image's id to a file");
    static final Option<KeyValue> LABEL =
            Option.of("--label", "KEY[=VALUE]", KeyValue::parse, "Label of the image");
    static final Option<String> NETWORK =
            Option.text("--network", "NETWORK", "Network of programs of RUN: default, none, host")
                    .offering("default", "none", "host");
    private static final Option<BuildView.Manner> PROGRESS =
            Option.of(
                            "--progress",
                            "MANNER",
                            BuildView.Manner::parse,
                            "How it is shown: auto, plain, tty or quiet")
                    .offering("auto", "plain", "tty", "quiet");
    static final CommandForm FORM =
            new CommandForm(
                            "build",
                            "PATH|-|--jvm JAR",
                            "Build an image of what a Dockerfile says, or of an application for the JVM",
                            OptionSet.of(List.of(EgressFlags.ALL, JvmFlags.ALL), own()),
                            Order.INTERSPERSED,
                            Count.atMost(1),
                            List.of(
                                    new Example(
                                            "Of the directory you are in", "hako build -t app ."),
                                    new Example(
                                            "One stage of it, with a value",
                                            "hako build --target test --build-arg VERSION=3 ."),
                                    new Example(
                                            "Of a program in Java, without a Dockerfile",
                                            "hako build --jvm target/app.jar -t app"),
                                    new Example(
                                            "Its files only, without an image",
                                            "hako build -o out .")))
                    .offering(List.of(Candidates.Known.DIRECTORIES));

    private final Engine engine;
    private final InstantSource clock;

    BuildCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    private static List<Option<?>> own() {
        return List.of(
                FILE,
                TAG,
                ARGUMENT,
                CONTEXT,
                TARGET,
                SECRET,
                PullCommand.PLATFORM,
                BuildCaches.FROM,
                BuildCaches.TO,
                DEBUG_SHELL,
                NO_CACHE,
                PULL,
                OUTPUT,
                QUIET,
                ID_FILE,
                LABEL,
                NETWORK,
                PROGRESS,
                ContainerFlags.ISOLATION);
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        ParsedLine line = invocation.line();
        JvmFlags.check(line);
        Builder builder = Builder.open(engine, clock);
        try (WorkPlace room = builder.makeRoom()) {
            return run(invocation, builder, room.files());
        } catch (IOException e) {
            String what = line.value(JvmFlags.JAR).orElseGet(() -> line.arguments().getFirst());
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot build \"" + what + "\": " + e.getMessage(),
                    e);
        }
    }

    private Outcome run(Invocation invocation, Builder builder, Path room)
            throws InterruptedException, IOException {
        Optional<BuildShell> shell = shell(invocation);
        BuildRequests requests = new BuildRequests(engine, invocation, shell);
        BuildExport export = new BuildExport(engine, invocation);
        OutputChoice output = invocation.line().value(OUTPUT).orElseGet(OutputChoice.Image::new);
        export.check(output);
        BuildCaches caches = new BuildCaches(engine, clock, invocation);
        caches.check();
        caches.take();
        try (Materials materials = materials(requests, builder, room)) {
            BuildRequest request = requests.of(materials);
            BuiltImage image;
            try (BuildView view = view(requests)) {
                shell.ifPresent(each -> each.showing(view, materials.context()));
                image =
                        output instanceof OutputChoice.Local || output instanceof OutputChoice.Tar
                                ? builder.build(
                                        request, view, (_, files) -> export.files(output, files))
                                : builder.build(request, view);
            } catch (StepFailure e) {
                if (shell.filter(BuildShell::wasEntered).isPresent()) {
                    return new Outcome.HandedOver();
                }
                FailureExcerpt.show(e, materials.context(), invocation.output());
                throw e.during("cannot build");
            }
            if (output instanceof OutputChoice.Archive(var file)) {
                export.archive(file, image);
            }
            caches.give(image);
            tell(invocation, image);
            return Outcome.DONE;
        }
    }

    private static Optional<BuildShell> shell(Invocation invocation) {
        if (!invocation.line().flag(DEBUG_SHELL)) {
            return Optional.empty();
        }
        BuildShell shell = new BuildShell(invocation);
        shell.check();
        return Optional.of(shell);
    }

    private static BuildView view(BuildRequests requests) {
        Invocation invocation = requests.invocation();
        BuildView.Manner manner =
                invocation.line().flag(QUIET)
                        ? BuildView.Manner.QUIET
                        : invocation.line().value(PROGRESS).orElse(BuildView.Manner.AUTO);
        return BuildView.of(
                manner,
                invocation.caller(),
                invocation.output(),
                () -> requests.shell().filter(BuildShell::wasEntered).isPresent());
    }

    private static Materials materials(BuildRequests requests, Builder builder, Path room)
            throws IOException, InterruptedException {
        Invocation invocation = requests.invocation();
        ParsedLine line = invocation.line();
        if (line.value(JvmFlags.JAR).isPresent()) {
            return new JvmBuild(requests, builder, room).prepare(() -> view(requests));
        }
        String where = line.arguments().getFirst();
        Optional<String> file = line.value(FILE);
        if (where.equals("-") && file.filter(name -> name.equals("-")).isPresent()) {
            throw Failure.invalid("standard input cannot be both the context and the Dockerfile");
        }
        OpenContext context = OpenContext.open(invocation.caller(), where, file, room);
        try {
            NamedContexts contexts = NamedContexts.open(invocation.caller(), line.values(CONTEXT));
            return new Materials(context, contexts, Map.of(), Optional.empty());
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    private void tell(Invocation invocation, BuiltImage image) throws IOException {
        ParsedLine line = invocation.line();
        if (line.value(ID_FILE).isPresent()) {
            NewFile.write(
                    invocation.caller(),
                    line.value(ID_FILE).get(),
                    out -> out.write(image.id().toString().getBytes(StandardCharsets.UTF_8)));
        }
        if (line.flag(QUIET)) {
            invocation.output().println(image.id().toString());
        }
    }
}
