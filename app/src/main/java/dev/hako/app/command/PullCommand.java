package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.UsageException;
import dev.hako.app.progress.Progress;
import dev.hako.app.value.ImageNames;
import dev.hako.engine.Engine;
import dev.hako.engine.library.ImageExchange;
import dev.hako.engine.library.ImageExchange.Pulled;
import dev.hako.image.LocalImage;
import dev.hako.image.policy.Policy;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.util.List;
import java.util.Optional;

/// `hako pull`
final class PullCommand implements Command {
    private static final Option<Boolean> ALL_TAGS =
            Option.flag("-a, --all-tags", "Pull every tag of the repository");
    private static final Option<Boolean> ALL_PLATFORMS =
            Option.flag("--all-platforms", "Pull the images for all platforms, not only one");
    static final Option<Platform> PLATFORM =
            Option.of(
                    "--platform",
                    "OS/ARCHITECTURE",
                    Platform::parse,
                    "Image for another platform than this machine's");
    private static final Option<Boolean> QUIET =
            Option.flag("-q, --quiet", "Show the image's full name only");
    static final CommandForm FORM =
            new CommandForm(
                    "pull",
                    "IMAGE",
                    "Get an image from a registry",
                    OptionSet.of(ALL_PLATFORMS, ALL_TAGS, PLATFORM, QUIET),
                    Order.INTERSPERSED,
                    Count.ONE,
                    List.of(
                            new Example("The newest of a name", "hako pull busybox"),
                            new Example(
                                    "From a registry of your own",
                                    "hako pull localhost:5000/team/shop:3"),
                            new Example(
                                    "For all platforms, to push it elsewhere as it is",
                                    "hako pull --all-platforms busybox"),
                            new Example(
                                    "From a directory that skopeo has written",
                                    "hako pull oci:layout:shop")));

    private final Engine engine;

    PullCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        String text = line.arguments().getFirst();
        Optional<LocalImage> local = ImageNames.local(text, invocation.caller());
        if (local.isPresent()) {
            var id = bringIn(local.get(), invocation).id();
            invocation.output().println(id.toString());
            return Outcome.DONE;
        }
        ImageReference name = ImageReference.parse(text);
        boolean tagged = name.digest() != null || text.lastIndexOf(':') > text.lastIndexOf('/');
        if (line.flag(ALL_TAGS)) {
            if (tagged) {
                throw UsageException.of("tag can't be used with --all-tags/-a");
            }
            pullAll(invocation, name);
            return Outcome.DONE;
        }
        boolean quiet = line.flag(QUIET);
        if (!tagged && !quiet) {
            invocation.output().println("Using default tag: latest");
        }
        pull(invocation, name);
        invocation.output().println(name.toString());
        return Outcome.DONE;
    }

    private StoredImage bringIn(LocalImage local, Invocation invocation) {
        Policy policy = Registered.policy(invocation.caller());
        return engine.images()
                .bringIn(local, platforms(invocation.line()), policy, TransferListener.NONE);
    }

    private static Platforms platforms(ParsedLine line) {
        if (!line.flag(ALL_PLATFORMS)) {
            return Platforms.of(line.value(PLATFORM));
        }
        if (line.has(PLATFORM)) {
            throw UsageException.of("--platform can't be used with --all-platforms");
        }
        return Platforms.EVERY;
    }

    private void pullAll(Invocation invocation, ImageReference repository) {
        ImageExchange exchange = Registered.of(engine, invocation.caller());
        for (String tag : exchange.tags(repository)) {
            pull(invocation, repository.withTag(tag));
        }
        String named = repository.toString();
        invocation.output().println(named.substring(0, named.lastIndexOf(':')));
    }

    private void pull(Invocation invocation, ImageReference name) {
        ImageExchange exchange = Registered.of(engine, invocation.caller());
        Platforms platforms = platforms(invocation.line());
        if (invocation.line().flag(QUIET)) {
            exchange.pull(name, platforms, TransferListener.NONE);
            return;
        }
        Output output = invocation.output();
        output.println(beginning(name));
        output.flush();
        Pulled pulled;
        try (Progress progress = Registered.pulling(invocation, false)) {
            pulled = exchange.pull(name, platforms, progress);
        }
        output.println("Digest: " + pulled.digest());
        output.println("Status: " + status(pulled, name));
    }

    /// As Docker says it: by the tag, or by the digest.
    static String beginning(ImageReference name) {
        String what = name.digest() == null ? name.tag() : name.toString();
        return what + ": Pulling from " + name.repository();
    }

    static String status(Pulled pulled, ImageReference name) {
        return (pulled.fresh() ? "Downloaded newer image for " : "Image is up to date for ")
                + name.familiar();
    }
}
