package dev.hako.app;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.HelpText;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.UsageException;
import dev.hako.app.command.CommandRunner;
import dev.hako.app.command.CompareCommand;
import dev.hako.app.command.CompareRunCommand;
import dev.hako.app.command.EngineCommand;
import dev.hako.app.daemon.ReadyNotice;
import dev.hako.app.product.Installation;
import dev.hako.failure.Failure;
import java.util.Arrays;
import java.util.List;

/// Where the JVM begins. It only ever runs an engine, or compiles once for the OCI command: every
/// other command is a client's request to an engine.
public final class Main {
    private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
        // Not System.exit: a signal's shutdown hook may be waiting for this very thread.
        Runtime.getRuntime().halt(run(Arrays.asList(arguments)));
    }

    private static int run(List<String> words) throws InterruptedException {
        if (words.equals(List.of(CompilerProgram.NAME))) {
            CompilerProgram.serve(Installation.read(System.getProperties()));
            return 0;
        }
        try {
            if (!words.isEmpty() && words.getFirst().equals(CompareCommand.FORM.name())) {
                return compare(words.subList(1, words.size()));
            }
            if (words.isEmpty() || !words.getFirst().equals(EngineCommand.FORM.name())) {
                throw UsageException.of("only an engine and a comparison run in a JVM");
            }
            ParsedLine line = EngineCommand.FORM.parse(words.subList(1, words.size()));
            if (EngineCommand.FORM.asksForHelp(line)) {
                System.out.print(HelpText.of(EngineCommand.FORM));
            } else {
                EngineProgram.serve(
                        line,
                        Installation.read(System.getProperties()),
                        () -> ReadyNotice.send(System.getenv("NOTIFY_SOCKET")));
            }
            return 0;
        } catch (UsageException e) {
            System.err.println("hako: " + e.getMessage());
            System.err.println("Run 'hako engine --help' for more information");
            return CommandRunner.TROUBLE;
        } catch (Failure e) {
            System.err.println("hako: " + e.getMessage());
            return 1;
        }
    }

    private static int compare(List<String> words) {
        boolean run = !words.isEmpty() && words.getFirst().equals(CompareRunCommand.WORD);
        CommandForm form = run ? CompareRunCommand.FORM : CompareCommand.FORM;
        ParsedLine line = form.parse(words.subList(run ? 1 : 0, words.size()));
        if (form.asksForHelp(line)) {
            System.out.print(HelpText.of(form));
            return 0;
        }
        Installation installation = Installation.read(System.getProperties());
        if (run) {
            return EqualityProgram.serve(line, installation);
        }
        CompareProgram.serve(line, installation);
        return 0;
    }
}
