package dev.hako.app.command;

import dev.hako.app.build.BuildView;
import dev.hako.app.build.FailureExcerpt;
import dev.hako.app.build.NamedContexts;
import dev.hako.app.build.OpenContext;
import dev.hako.app.build.OutputChoice;
import dev.hako.app.build.SecretChoice;
import dev.hako.app.caller.Caller;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `hako build`
final class BuildCommand implements Command {
    private static final String EPOCH = "SOURCE_DATE_EPOCH";
    private static final Option<String> FILE =
            Option.text("-f, --file", "FILE", "The Dockerfile; PATH/Dockerfile if not given");
    private static final Option<ImageReference> TAG =
            Option.of("-t, --tag", "NAME[:TAG]", ImageNames::tag, "Name of the image");
    private static final Option<String> ARGUMENT =
            Option.text(
                            "--build-arg",
                            "NAME[=VALUE]",
                            "Value for an ARG; without a value, your variable's")
                    .offering(Candidates.Known.VARIABLES);
    private static final Option<KeyValue> CONTEXT =
            Option.of(
                    "--build-context",
                    "NAME=DIR|docker-image://IMAGE",
                    KeyValue::parseBoth,
                    "Further files, by what --from and FROM call them");
    private static final Option<String> TARGET =
            Option.text("--target", "STAGE", "Build this stage; the last one if not given");
    private static final Option<SecretChoice> SECRET =
            Option.of(
                    "--secret",
                    "id=NAME[,src=FILE|,env=VARIABLE]",
                    SecretChoice::parse,
                    "Something for RUN --mount=type=secret, which no image keeps");
    private static final Option<Boolean> NO_CACHE =
            Option.flag("--no-cache", "Do each step, though it was done before");
    private static final Option<Boolean> PULL =
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
    private static final Option<KeyValue> LABEL =
            Option.of("--label", "KEY[=VALUE]", KeyValue::parse, "Label of the image");
    private static final Option<String> NETWORK =
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
                            "PATH|-",
                            "Build an image of what a Dockerfile says",
                            OptionSet.of(List.of(EgressFlags.ALL), own()),
                            Order.INTERSPERSED,
                            Count.ONE,
                            List.of(
                                    new Example(
                                            "Of the directory you are in", "hako build -t app ."),
                                    new Example(
                                            "One stage of it, with a value",
                                            "hako build --target test --build-arg VERSION=3 ."),
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
        Builder builder = Builder.open(engine, clock);
        String where = invocation.line().arguments().getFirst();
        try (WorkPlace room = builder.makeRoom()) {
            run(invocation, builder, opened(invocation, where, room.files()));
            return Outcome.DONE;
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot build \"" + where + "\": " + e.getMessage(),
                    e);
        }
    }

    private static OpenContext opened(Invocation invocation, String where, Path scratch)
            throws IOException {
        Optional<String> file = invocation.line().value(FILE);
        if (where.equals("-") && file.filter(name -> name.equals("-")).isPresent()) {
            throw Failure.invalid("standard input cannot be both the context and the Dockerfile");
        }
        return OpenContext.open(invocation.caller(), where, file, scratch);
    }

    private void run(Invocation invocation, Builder builder, OpenContext opened)
            throws InterruptedException, IOException {
        ParsedLine line = invocation.line();
        BuildView.Manner manner =
                line.flag(QUIET)
                        ? BuildView.Manner.QUIET
                        : line.value(PROGRESS).orElse(BuildView.Manner.AUTO);
        try (OpenContext context = opened;
                NamedContexts contexts =
                        NamedContexts.open(invocation.caller(), line.values(CONTEXT))) {
            try {
                BuildRequest request = request(invocation, context, contexts);
                BuiltImage image = build(invocation, builder, new Work(request, manner));
                tell(invocation, image);
            } catch (StepFailure e) {
                FailureExcerpt.show(e, context, invocation.output());
                throw e.during("cannot build");
            }
        }
    }

    private record Work(BuildRequest request, BuildView.Manner manner) {}

    private BuiltImage build(Invocation invocation, Builder builder, Work work)
            throws InterruptedException, IOException {
        OutputChoice output = invocation.line().value(OUTPUT).orElseGet(OutputChoice.Image::new);
        BuildExport export = new BuildExport(engine, invocation);
        export.check(output);
        BuiltImage image;
        try (BuildView view = BuildView.of(work.manner, invocation.caller(), invocation.output())) {
            image =
                    output instanceof OutputChoice.Local || output instanceof OutputChoice.Tar
                            ? builder.build(
                                    work.request, view, (_, files) -> export.files(output, files))
                            : builder.build(work.request, view);
        }
        if (output instanceof OutputChoice.Archive(var file)) {
            export.archive(file, image);
        }
        return image;
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

    private BuildRequest request(
            Invocation invocation, OpenContext context, NamedContexts contexts) {
        ParsedLine line = invocation.line();
        Caller caller = invocation.caller();
        Map<String, String> arguments = arguments(line, caller);
        return new BuildRequest(
                context.dockerfile(),
                new BuildRequest.Sources(context.files(), contexts.named()),
                new BuildRequest.Goal(
                        line.value(TARGET),
                        line.value(PullCommand.PLATFORM),
                        line.values(TAG),
                        labels(line)),
                new BuildRequest.ImageOrigin(
                        Registered.of(engine, caller), Registered.access(caller), line.flag(PULL)),
                new BuildRequest.Programs(
                        network(line, caller),
                        line.value(ContainerFlags.ISOLATION),
                        EgressFlags.read(line)),
                arguments,
                secrets(line, caller),
                !line.flag(NO_CACHE),
                Optional.ofNullable(arguments.get(EPOCH))
                        .or(() -> caller.env(EPOCH))
                        .map(BuildCommand::epoch));
    }

    /// Values on the line, or of the caller's variables.
    private static Map<String, String> arguments(ParsedLine line, Caller caller) {
        Map<String, String> arguments = new HashMap<>();
        for (String text : line.values(ARGUMENT)) {
            int equals = text.indexOf('=');
            if (equals > 0) {
                arguments.put(text.substring(0, equals), text.substring(equals + 1));
            } else if (!text.isEmpty() && equals < 0) {
                caller.env(text).ifPresent(value -> arguments.put(text, value));
            } else {
                throw Failure.invalid("--build-arg \"" + text + "\" has no name");
            }
        }
        return arguments;
    }

    private static Map<String, String> labels(ParsedLine line) {
        Map<String, String> labels = new HashMap<>();
        line.values(LABEL).forEach(label -> labels.put(label.key(), label.value()));
        return labels;
    }

    private static Map<String, BuildRequest.Secret> secrets(ParsedLine line, Caller caller) {
        Map<String, BuildRequest.Secret> secrets = new HashMap<>();
        List<SecretChoice> given = new ArrayList<>(line.values(SECRET));
        given.forEach(secret -> secrets.put(secret.id(), secret.read(caller)));
        return secrets;
    }

    private static Optional<String> network(ParsedLine line, Caller caller) {
        return line.value(NETWORK)
                .filter(name -> !name.equals("default"))
                .or(() -> caller.env("HAKO_NETWORK"))
                .filter(name -> !name.isEmpty());
    }

    private static Instant epoch(String seconds) {
        if (!seconds.matches("\\d{1,11}")) {
            throw Failure.invalid(EPOCH + " \"" + seconds + "\" is no number of seconds");
        }
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
