package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.UsageException;
import dev.hako.app.progress.Progress;
import dev.hako.app.progress.Vocabulary;
import dev.hako.app.value.ImageNames;
import dev.hako.engine.Engine;
import dev.hako.engine.library.ImageExchange;
import dev.hako.failure.Failure;
import dev.hako.image.LocalImage;
import dev.hako.image.source.Document;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.ImageReference;
import java.util.Arrays;
import java.util.List;

/// `hako push`
final class PushCommand implements Command {
    private static final Option<Boolean> ALL_TAGS =
            Option.flag("-a, --all-tags", "Push every tag that the image's repository has here");
    private static final Option<Boolean> QUIET =
            Option.flag("-q, --quiet", "Show the image's full name only");
    private static final Candidates TARGETS =
            new Candidates.Words(
                    Arrays.stream(LocalImage.Kind.values()).map(LocalImage.Kind::prefix).toList());
    static final CommandForm FORM =
            new CommandForm(
                            "push",
                            "IMAGE [oci:DIR|oci-archive:FILE|docker-archive:FILE]",
                            "Take an image to its registry, or to a directory or file",
                            OptionSet.of(ALL_TAGS, QUIET),
                            Order.INTERSPERSED,
                            new Count(1, 2),
                            List.of(
                                    new Example(
                                            "After it was given such a name",
                                            "hako push localhost:5000/team/shop:3"),
                                    new Example(
                                            "To a directory that skopeo and umoci read",
                                            "hako push shop:3 oci:layout:shop")))
                    .offering(List.of(Candidates.Known.STORED_IMAGES, TARGETS));

    private final Engine engine;

    PushCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        if (invocation.line().arguments().size() > 1) {
            return pushHere(invocation);
        }
        String text = invocation.line().arguments().getFirst();
        boolean quiet = invocation.line().flag(QUIET);
        boolean tagged = text.lastIndexOf(':') > text.lastIndexOf('/');
        ImageReference name = ImageNames.tag(text);
        List<ImageReference> names = List.of(name);
        if (invocation.line().flag(ALL_TAGS)) {
            if (tagged) {
                throw UsageException.of("tag can't be used with --all-tags/-a");
            }
            names = tagsOf(name);
        } else if (!tagged && !quiet) {
            invocation.output().println("Using default tag: latest");
        }
        if (!quiet) {
            String repository = name.registry() + "/" + name.repository();
            invocation.output().println("The push refers to repository [" + repository + "]");
            invocation.output().flush();
        }
        names.forEach(each -> push(invocation, each));
        if (quiet) {
            invocation.output().println(name.toString());
        }
        return Outcome.DONE;
    }

    private Outcome pushHere(Invocation invocation) {
        List<String> words = invocation.line().arguments();
        if (invocation.line().flag(ALL_TAGS)) {
            throw UsageException.of("--all-tags/-a is for registries");
        }
        LocalImage target =
                ImageNames.local(words.getLast(), invocation.caller())
                        .orElseThrow(() ->
                                Failure.invalid(
                                                "\""
                                                        + words.getLast()
                                                        + "\" is no directory or file to push to")
                                        .hint(
                                                "write oci:DIR[:TAG], oci-archive:FILE[:TAG] or"
                                                        + " docker-archive:FILE[:NAME]; for another"
                                                        + " registry give the image a name there"
                                                        + " with `hako tag`"));
        LocalPush push = new LocalPush(engine.images(), words.getFirst(), target);
        if (invocation.line().flag(QUIET)) {
            push.run(invocation.caller(), TransferListener.NONE);
            invocation.output().println(words.getLast());
            return Outcome.DONE;
        }
        Descriptor top = engine.images().outgoing(words.getFirst()).descriptor();
        try (Progress progress = pushing(invocation)) {
            push.run(invocation.caller(), progress);
        }
        tell(invocation, words.getLast(), top);
        return Outcome.DONE;
    }

    private static Progress pushing(Invocation invocation) {
        return Progress.of(invocation.caller(), invocation.output(), Vocabulary.PUSH, false);
    }

    private static void tell(Invocation invocation, String what, Descriptor top) {
        invocation
                .output()
                .println("%s: digest: %s size: %d".formatted(what, top.digest(), top.sizeBytes()));
    }

    private List<ImageReference> tagsOf(ImageReference repository) {
        List<ImageReference> tags =
                engine.images().list().stream()
                        .flatMap(image -> image.tags().stream())
                        .filter(tag -> tag.registry().equals(repository.registry()))
                        .filter(tag -> tag.repository().equals(repository.repository()))
                        .toList();
        if (tags.isEmpty()) {
            throw Failure.notFound(
                    "no image here has a name in the repository \""
                            + repository.registry()
                            + "/"
                            + repository.repository()
                            + "\"");
        }
        return tags;
    }

    private void push(Invocation invocation, ImageReference name) {
        ImageExchange exchange = Registered.of(engine, invocation.caller());
        if (invocation.line().flag(QUIET)) {
            exchange.push(name, TransferListener.NONE);
            return;
        }
        Document top;
        try (Progress progress = pushing(invocation)) {
            top = exchange.push(name, progress);
        }
        tell(invocation, String.valueOf(name.tag()), top.descriptor());
    }
}
