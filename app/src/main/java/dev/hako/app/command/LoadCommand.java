package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.progress.Progress;
import dev.hako.app.progress.Vocabulary;
import dev.hako.engine.Engine;
import dev.hako.engine.library.ImageArchives.Loaded;
import dev.hako.failure.Failure;
import dev.hako.image.policy.Policy;
import dev.hako.image.tarball.ImageArchive;
import dev.hako.image.transfer.TransferListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `hako load`
final class LoadCommand implements Command {
    private static final Option<String> INPUT =
            Option.text("-i, --input", "FILE", "Read a file instead of standard input");
    private static final Option<Boolean> QUIET =
            Option.flag("-q, --quiet", "Do not show how it goes on");
    static final CommandForm FORM =
            new CommandForm(
                    "load",
                    "",
                    "Read images from a tar archive",
                    OptionSet.of(INPUT, QUIET),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("From a file", "hako load -i shop.tar"),
                            new Example("From docker", "docker save shop:3 | hako load")));

    private final Engine engine;

    LoadCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        try (ImageArchive archive = archive(invocation)) {
            for (Loaded loaded : load(archive, invocation)) {
                if (loaded.names().isEmpty()) {
                    invocation.output().println("Loaded image ID: " + loaded.image().id());
                }
                loaded.names()
                        .forEach(name ->
                                invocation.output().println("Loaded image: " + name.familiar()));
            }
            return Outcome.DONE;
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE, "cannot read the archive: " + e.getMessage(), e);
        }
    }

    /// Docker shows how it goes on to people only.
    private List<Loaded> load(ImageArchive archive, Invocation invocation) throws IOException {
        Policy policy = Registered.policy(invocation.caller());
        boolean shown = invocation.caller().terminal().output();
        if (!shown || invocation.line().flag(QUIET)) {
            return engine.images().archives().load(archive, policy, TransferListener.NONE);
        }
        try (Progress progress =
                Progress.of(invocation.caller(), invocation.output(), Vocabulary.LOAD, false)) {
            return engine.images().archives().load(archive, policy, progress);
        }
    }

    private ImageArchive archive(Invocation invocation) throws IOException {
        Caller caller = invocation.caller();
        Path scratch = engine.images().scratch();
        Optional<String> file = invocation.line().value(INPUT);
        if (file.isPresent()) {
            return ImageArchive.open(Path.of(caller.directory().absolute(file.get())), scratch);
        }
        if (caller.terminal().input()) {
            throw Failure.invalid("requested load from stdin, but stdin is a terminal")
                    .hint("name a file with -i, or redirect the input");
        }
        return ImageArchive.read(caller.input(), scratch);
    }
}
