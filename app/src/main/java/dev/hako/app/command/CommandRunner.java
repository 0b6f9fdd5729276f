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
    private static final int WRONG_COUNT = 1;
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
                        ? run(new Called(command.get(), 1), caller, output, handover)
                        : inGroup(first, caller, output, handover);
            }
        }
        return Outcome.DONE;
    }

    private Outcome inGroup(
            String first, Caller caller, Output output, Function<Attachment, Foreground> handover) {
        Optional<CommandGroup> group = commands.group(first);
        if (group.isEmpty()) {
            return unknown(new Unknown("hako", first, UNKNOWN_COMMAND), Commands.words(), output);
        }
        List<String> words = caller.words();
        if (words.size() == 1) {
            output.errorln(group.get().overview().stripTrailing());
            return new Outcome.Exit(group.get().misuse().missing());
        }
        String second = words.get(1);
        if (second.equals("--help") || second.equals("-h")) {
            output.print(group.get().overview());
            return Outcome.DONE;
        }
        Optional<Command> command = group.get().find(second);
        return command.isPresent()
                ? run(new Called(command.get(), 2), caller, output, handover)
                : unknown(
                        new Unknown("hako " + first, second, group.get().misuse().unknown()),
                        group.get().names(),
                        output);
    }

    /// A word in a command's place.
    ///
    /// @param within the words before it
    /// @param exitCode the answer if it is no option
    private record Unknown(String within, String word, int exitCode) {
        boolean isOption() {
            return word.startsWith("-");
        }
    }

    private static Outcome unknown(Unknown unknown, List<String> known, Output output) {
        String what = unknown.isOption() ? "unknown option \"" : "unknown command \"";
        String hint = Suggestion.hint(unknown.word, known);
        output.complain(UsageException.of(what + unknown.word + "\"" + hint));
        pointToHelp(output, unknown.within + " --help");
        return new Outcome.Exit(unknown.isOption() ? TROUBLE : unknown.exitCode);
    }

    /// @param words how many of the line's words name the command
    private record Called(Command command, int words) {}

    private static Outcome run(
            Called called,
            Caller caller,
            Output output,
            Function<Attachment, Foreground> handover) {
        Command command = called.command;
        CommandForm form = command.form();
        try {
            List<String> words = caller.words().subList(called.words, caller.words().size());
            ParsedLine line = form.parse(words);
            if (form.asksForHelp(line)) {
                output.print(HelpText.of(form));
                return Outcome.DONE;
            }
            return command.run(new Invocation(line, caller, output, handover));
        } catch (UsageException e) {
            output.complain(e);
            pointToHelp(output, "hako " + form.name() + " --help");
            return new Outcome.Exit(e.ofCount() ? WRONG_COUNT : TROUBLE);
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
