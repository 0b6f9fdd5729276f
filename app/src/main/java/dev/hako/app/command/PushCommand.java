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
import dev.hako.image.source.Document;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.ImageReference;
import java.util.List;

/// `hako push`
final class PushCommand implements Command {
    private static final Option<Boolean> ALL_TAGS =
            Option.flag("-a, --all-tags", "Push every tag that the image's repository has here");
    private static final Option<Boolean> QUIET =
            Option.flag("-q, --quiet", "Show the image's full name only");
    static final CommandForm FORM =
            new CommandForm(
                            "push",
                            "IMAGE",
                            "Take an image to the registry that its name speaks of",
                            OptionSet.of(ALL_TAGS, QUIET),
                            Order.INTERSPERSED,
                            Count.ONE,
                            List.of(
                                    new Example(
                                            "After it was given such a name",
                                            "hako push localhost:5000/team/shop:3")))
                    .offering(List.of(Candidates.Known.STORED_IMAGES));

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
        Document manifest;
        try (Progress progress =
                Progress.of(invocation.caller(), invocation.output(), Vocabulary.PUSH, false)) {
            manifest = exchange.push(name, progress);
        }
        invocation
                .output()
                .println(
                        name.tag()
                                + ": digest: "
                                + manifest.descriptor().digest()
                                + " size: "
                                + manifest.bytes().length);
    }
}
