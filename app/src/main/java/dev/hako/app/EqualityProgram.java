package dev.hako.app;

import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.UsageException;
import dev.hako.app.command.CommandRunner;
import dev.hako.app.command.CompareRunCommand;
import dev.hako.app.product.Installation;
import dev.hako.compare.equality.Trial;
import dev.hako.compare.equality.Verdict;
import dev.hako.compare.equality.VerdictJson;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// `hako compare run`: reads the line, has the command run, says what was found. Like
/// [CompareProgram] it knows libraries that are on the class path of this command alone.
final class EqualityProgram {
    private static final int DIFFERENT = 1;

    private EqualityProgram() {}

    /// Does all of it, and answers the exit code.
    static int serve(ParsedLine line, Installation installation) {
        Trial trial = trial(line, installation);
        try {
            Verdict verdict = trial.run(text -> System.err.println(text + " …"));
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.print(
                    line.flag(CompareRunCommand.JSON)
                            ? VerdictJson.write(verdict)
                            : verdict.text());
            if (!verdict.isKnown()) {
                return trouble("it ran in no isolation");
            }
            return verdict.isEqual() ? 0 : DIFFERENT;
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return trouble(String.valueOf(e.getMessage()));
        }
    }

    private static int trouble(String cause) {
        System.err.println("hako: cannot compare what a command does: " + cause);
        return CommandRunner.TROUBLE;
    }

    private static Trial trial(ParsedLine line, Installation installation) {
        List<String> isolations =
                line.value(CompareRunCommand.ISOLATION)
                        .map(text -> Arrays.asList(text.split(",", -1)))
                        .orElse(List.of());
        for (String isolation : isolations) {
            if (!Trial.isName(isolation)) {
                throw UsageException.of("no isolation is called \"" + isolation + "\"");
            }
        }
        List<String> words = line.arguments();
        List<String> command = words.subList(1, words.size());
        if (!command.isEmpty() && command.getFirst().equals("--")) {
            command = command.subList(1, command.size());
        }
        Path programs = installation.libraries().resolve("../../bin").normalize();
        Map<String, String> environment =
                Map.of(
                        "HAKO_ROOT",
                        installation.locations().root().toString(),
                        "HAKO_RUN",
                        installation.locations().run().toString());
        return new Trial(
                programs.resolve("hako"), environment, isolations, words.getFirst(), command);
    }
}
