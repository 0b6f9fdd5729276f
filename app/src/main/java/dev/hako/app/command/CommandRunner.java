package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.Output;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.HelpText;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.Suggestion;
import dev.hako.app.cli.UsageException;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.Foreground;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a caller's command line and says what went wrong with it.
public final class CommandRunner {
    /// Docker's code for a command line that cannot be understood, and for a container that cannot
    /// be run.
    public static final int TROUBLE = 125;

    private static final int UNKNOWN_COMMAND = 1;
    private static final int INTERRUPTED = 130;
    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);

    private final Commands commands;

    public CommandRunner(Commands commands) {
        this.commands = commands;
    }

    /// Runs it to its end, or until its caller has been given to a monitor. Failures are printed
    /// and become exit codes.
    ///
    /// @param handover see [Invocation]
    public Outcome run(Caller caller, Output output, Function<Attachment, Foreground> handover) {
        Outcome outcome = dispatch(caller, output, handover);
        if (outcome instanceof Outcome.Exit) {
            output.flush();
        }
        return outcome;
    }

    private Outcome dispatch(
            Caller caller, Output output, Function<Attachment, Foreground> handover) {
        List<String> words = caller.words();
        String first = words.isEmpty() ? "--help" : words.getFirst();
        switch (first) {
            case "--help", "-h" -> output.print(commands.overview());
            case "--version", "-v" -> output.println(commands.versionLine());
            default -> {
                Optional<Command> command = commands.find(first);
                return command.isPresent()
                        ? run(command.get(), caller, output, handover)
                        : unknown(first, output);
            }
        }
        return Outcome.DONE;
    }

    private static Outcome unknown(String word, Output output) {
        String what = word.startsWith("-") ? "unknown option \"" : "unknown command \"";
        String hint = Suggestion.hint(word, Commands.NAMES);
        output.complain(UsageException.of(what + word + "\"" + hint));
        pointToHelp(output, "hako --help");
        return new Outcome.Exit(word.startsWith("-") ? TROUBLE : UNKNOWN_COMMAND);
    }

    private static Outcome run(
            Command command,
            Caller caller,
            Output output,
            Function<Attachment, Foreground> handover) {
        CommandForm form = command.form();
        try {
            ParsedLine line = form.parse(caller.words().subList(1, caller.words().size()));
            if (form.asksForHelp(line)) {
                output.print(HelpText.of(form));
                return Outcome.DONE;
            }
            return command.run(new Invocation(line, caller, output, handover));
        } catch (UsageException e) {
            output.complain(e);
            pointToHelp(output, "hako " + form.name() + " --help");
            return new Outcome.Exit(TROUBLE);
        } catch (Failure e) {
            output.complain(e);
            return new Outcome.Exit(command.exitCode(e));
        } catch (InterruptedException e) {
            return new Outcome.Exit(INTERRUPTED);
        } catch (RuntimeException e) {
            LOG.error("hako {} failed", form.name(), e);
            Failure fault = Failure.internal("a fault in hako itself: " + e, e);
            output.complain(fault.hint("see the engine's log"));
            return new Outcome.Exit(command.exitCode(fault));
        }
    }

    private static void pointToHelp(Output output, String command) {
        output.errorln("");
        output.errorln("Run '" + command + "' for more information");
    }
}
