package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.HelpText;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.Suggestion;
import dev.hako.app.cli.UsageException;
import java.util.List;
import java.util.Optional;

/// `hako help`
final class HelpCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                            "help",
                            "[COMMAND...]",
                            "Show how a command is used",
                            OptionSet.of(),
                            Order.INTERSPERSED,
                            Count.atMost(2),
                            List.of(new Example("How to run a container", "hako help run")))
                    .offering(List.of(Candidates.Known.COMMANDS));

    private final Commands commands;

    HelpCommand(Commands commands) {
        this.commands = commands;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        List<String> words = invocation.line().arguments();
        invocation.output().print(words.isEmpty() ? commands.overview() : help(words));
        return Outcome.DONE;
    }

    private String help(List<String> words) {
        String first = words.getFirst();
        Optional<CommandGroup> group = commands.group(first);
        if (group.isEmpty()) {
            Optional<Command> whole = commands.find(String.join(" ", words));
            return help(whole.or(() -> commands.find(first)), first, Commands.words());
        }
        return words.size() == 1
                ? group.get().overview()
                : help(group.get().find(words.get(1)), words.get(1), group.get().names());
    }

    private static String help(Optional<Command> command, String word, List<String> known) {
        return command.map(found -> HelpText.of(found.form()))
                .orElseThrow(() ->
                        UsageException.of(
                                "unknown command \"" + word + "\"" + Suggestion.hint(word, known)));
    }
}
