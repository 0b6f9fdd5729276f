package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.ImageNames;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import dev.hako.image.LocalImage;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.ImageReference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `hako manifest inspect`
final class ManifestInspectCommand implements Command {
    private static final Option<Boolean> REMOTE =
            Option.flag("--remote", "Ask the registry, though the image is here");
    static final CommandForm FORM =
            new CommandForm(
                            "manifest inspect",
                            "IMAGE",
                            "Show an image's manifest, or its index of platforms, byte for byte",
                            OptionSet.of(REMOTE),
                            Order.INTERSPERSED,
                            Count.ONE,
                            List.of(
                                    new Example(
                                            "What there is for which platforms",
                                            "hako manifest inspect busybox"),
                                    new Example(
                                            "The digest that the name stands for in its registry",
                                            "hako manifest inspect --remote busybox | sha256sum")))
                    .offering(List.of(Candidates.Known.STORED_IMAGES));

    private final Engine engine;

    ManifestInspectCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        String name = invocation.line().arguments().getFirst();
        invocation.output().write(document(name, invocation), false);
        return Outcome.DONE;
    }

    private byte[] document(String name, Invocation invocation) {
        Optional<LocalImage> local = ImageNames.local(name, invocation.caller());
        if (local.isPresent()) {
            return top(local.get());
        }
        boolean here = ImageNames.find(engine.images(), name).isPresent();
        return here && !invocation.line().flag(REMOTE)
                ? engine.images().original(name).bytes()
                : Registered.of(engine, invocation.caller())
                        .document(ImageReference.parse(name))
                        .bytes();
    }

    private byte[] top(LocalImage local) {
        try (ImageSource source = local.open(engine.images().scratch())) {
            return source.top().bytes();
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot read the image \"" + local + "\": " + e.getMessage(),
                    e);
        }
    }
}
