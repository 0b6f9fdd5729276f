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
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// `hako import`
final class ImportCommand implements Command {
    private static final String STDIN = "-";
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
                            "FILE|- [IMAGE]",
                            "Make an image of one layer of a tar archive of files",
                            OptionSet.of(CHANGE, MESSAGE, PLATFORM),
                            Order.INTERSPERSED,
                            new Count(1, 2),
                            List.of(
                                    new Example(
                                            "Of a root file system",
                                            "hako import root.tar.gz tools:1"),
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
        String source = line.arguments().getFirst();
        Optional<ImageReference> name =
                line.arguments().size() > 1
                        ? Optional.of(ImageNames.tag(line.arguments().getLast()))
                        : Optional.empty();
        List<ImageChange> changes = line.values(CHANGE);
        ImageImport.Request request =
                new ImageImport.Request(
                        name,
                        ImageChange.applyAll(changes, Execution.NONE),
                        line.value(PLATFORM),
                        line.value(MESSAGE).orElse("Imported from " + source),
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        try (InputStream files = files(source, invocation)) {
            invocation.output().println(engine.images().importing().run(files, request).toString());
            return Outcome.DONE;
        } catch (NoSuchFileException _) {
            throw Failure.notFound("there is no file \"" + source + "\"");
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot import \"" + source + "\": " + e.getMessage(),
                    e);
        }
    }

    private static InputStream files(String source, Invocation invocation) throws IOException {
        if (source.equals(STDIN)) {
            return invocation.caller().input();
        }
        if (source.startsWith("http://") || source.startsWith("https://")) {
            throw Failure.unsupported("cannot import \"" + source + "\": it is no file")
                    .hint("fetch it first, as in `curl -L URL | hako import -`");
        }
        return Files.newInputStream(Path.of(invocation.caller().directory().absolute(source)));
    }
}
