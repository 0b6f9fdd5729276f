package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.ImageChange;
import dev.hako.app.value.ImageNames;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.engine.files.CommitRequest;
import dev.hako.failure.Failure;
import dev.hako.image.LocalImage;
import dev.hako.oci.image.Digest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// `hako commit`
final class CommitCommand implements Command {
    private static final Option<String> AUTHOR =
            Option.text("-a, --author", "TEXT", "Who makes the image");
    private static final Option<String> MESSAGE =
            Option.text("-m, --message", "TEXT", "Why it is made");
    private static final Option<ImageChange> CHANGE =
            Option.of(
                    "-c, --change",
                    "INSTRUCTION",
                    ImageChange::parse,
                    "Change how its containers run, as a line of a Dockerfile would");
    private static final Option<Boolean> PAUSE =
            Option.flag("-p, --pause", "Hold the container meanwhile, as `hako pause` does");
    static final CommandForm FORM =
            new CommandForm(
                    "commit",
                    "CONTAINER [IMAGE|oci:DIR[:TAG]]",
                    "Make an image of a container",
                    OptionSet.of(AUTHOR, MESSAGE, CHANGE, PAUSE),
                    Order.INTERSPERSED,
                    new Count(1, 2),
                    List.of(
                            new Example(
                                    "Keep what was installed", "hako commit tools team/tools:1"),
                            new Example(
                                    "With another command",
                                    "hako commit -c 'CMD [\"serve\"]' web web:2"),
                            new Example(
                                    "In an image layout, for other tools",
                                    "hako commit web oci:images:web")));

    private final Engine engine;
    private final InstantSource clock;

    CommitCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        Container container = engine.container(invocation.line().arguments().getFirst());
        try {
            CommitRequest request = request(invocation.line(), invocation.caller());
            boolean hold = invocation.line().flag(PAUSE);
            invocation.output().println(commit(container, request, hold).toString());
        } catch (Failure e) {
            throw e.during("cannot commit container \"" + container.name() + "\"");
        }
        return Outcome.DONE;
    }

    /// A container that is paused already stays so.
    private Digest commit(Container container, CommitRequest request, boolean hold)
            throws InterruptedException {
        if (!hold || !(container.state() instanceof ContainerState.Running)) {
            return engine.files(container).commit(request);
        }
        container.control().pause();
        try {
            return engine.files(container).commit(request);
        } finally {
            container.control().unpause();
        }
    }

    private CommitRequest request(ParsedLine line, Caller caller) {
        List<ImageChange> changes = line.values(CHANGE);
        Optional<Instant> epoch = caller.env("SOURCE_DATE_EPOCH").map(CommitCommand::epoch);
        return new CommitRequest(
                destination(line.arguments(), caller),
                line.value(AUTHOR),
                line.value(MESSAGE),
                execution -> ImageChange.applyAll(changes, execution),
                epoch.orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MICROS)),
                epoch.isPresent());
    }

    private static CommitRequest.Destination destination(List<String> words, Caller caller) {
        if (words.size() == 1) {
            return new CommitRequest.Store(Optional.empty());
        }
        Optional<LocalImage> local = ImageNames.local(words.getLast(), caller);
        if (local.isEmpty()) {
            return new CommitRequest.Store(Optional.of(ImageNames.tag(words.getLast())));
        }
        if (local.get().kind() != LocalImage.Kind.OCI) {
            throw Failure.unsupported("cannot commit to the archive \"" + local.get() + "\"")
                    .hint("commit it under a name, and write that with `hako save`");
        }
        return new CommitRequest.Layout(local.get().path(), local.get().tag());
    }

    private static Instant epoch(String seconds) {
        if (!seconds.matches("\\d{1,11}")) {
            throw Failure.invalid("SOURCE_DATE_EPOCH \"" + seconds + "\" is no number of seconds");
        }
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
