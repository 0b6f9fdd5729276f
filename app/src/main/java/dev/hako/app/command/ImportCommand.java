package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.ImageChange;
import dev.hako.app.value.ImageNames;
import dev.hako.engine.Engine;
import dev.hako.engine.library.ImageImport;
import dev.hako.failure.Failure;
import dev.hako.image.policy.Policy;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// `hako import`
final class ImportCommand implements Command {
    private static final Option<ImageChange> CHANGE =
            Option.of(
                    "-c, --change",
                    "INSTRUCTION",
                    ImageChange::parse,
                    "Change how its containers run, as a line of a Dockerfile would");
    private static final Option<String> MESSAGE =
            Option.text("-m, --message", "TEXT", "Why it is made");
    private static final Option<Platform> PLATFORM =
            Option.of(
                    "--platform",
                    "OS/ARCHITECTURE",
                    Platform::parse,
                    "What it runs on; this machine if not given");
    static final CommandForm FORM =
            new CommandForm(
                            "import",
                            "FILE|URL|- [IMAGE]",
                            "Make an image of one layer of a tar archive of files",
                            OptionSet.of(CHANGE, MESSAGE, PLATFORM),
                            Order.INTERSPERSED,
                            new Count(1, 2),
                            List.of(
                                    new Example(
                                            "Of a root file system",
                                            "hako import root.tar.gz tools:1"),
                                    new Example(
                                            "Of one on the web",
                                            "hako import https://example.com/root.tar.zst tools:2"),
                                    new Example(
                                            "Of a container's files, as one layer",
                                            "hako export web | hako import -c 'CMD [\"serve\"]' - web:flat")))
                    .offering(List.of(Candidates.Known.FILES, Candidates.Known.ANYTHING));

    private final Engine engine;
    private final InstantSource clock;

    ImportCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        ImportSource source = ImportSource.of(line.arguments().getFirst(), invocation);
        Optional<ImageReference> name =
                line.arguments().size() > 1
                        ? Optional.of(ImageNames.tag(line.arguments().getLast()))
                        : Optional.empty();
        List<ImageChange> changes = line.values(CHANGE);
        ImageImport.Request request =
                new ImageImport.Request(
                        source.provenance(),
                        name,
                        ImageChange.applyAll(changes, Execution.NONE),
                        line.value(PLATFORM),
                        line.value(MESSAGE).orElse("Imported from " + source.name()),
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        Policy policy = Registered.policy(invocation.caller());
        try {
            Digest id = engine.images().importing(policy).run(source::open, request);
            invocation.output().println(id.toString());
            return Outcome.DONE;
        } catch (NoSuchFileException _) {
            throw Failure.notFound("there is no file \"" + source.name() + "\"");
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot import \"" + source.name() + "\": " + e.getMessage(),
                    e);
        }
    }
}
