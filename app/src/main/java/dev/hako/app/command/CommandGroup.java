package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Commands under a common word, such as `hako volume ls`. Like [Commands], it makes a command only
/// when it is called for.
final class CommandGroup {
    private static final int NAME_WIDTH = 10;

    private final String name;
    private final String summary;
    private final Misuse misuse;
    private final Map<String, Supplier<Command>> commands = new LinkedHashMap<>();
    private final Map<String, Supplier<Command>> synonyms = new LinkedHashMap<>();

    /// How a line ends that names none of the commands.
    ///
    /// @param unknown the exit code after a word that is no command
    /// @param missing the exit code without a word
    record Misuse(int unknown, int missing) {
        static final Misuse AS_DOCKERS = new Misuse(1, 0);
        static final Misuse AS_PODMANS = new Misuse(CommandRunner.TROUBLE, CommandRunner.TROUBLE);
    }

    /// @param name the word after `hako`
    /// @param summary what it is about, as the help shows it
    CommandGroup(String name, String summary) {
        this(name, summary, Misuse.AS_DOCKERS);
    }

    CommandGroup(String name, String summary, Misuse misuse) {
        this.name = name;
        this.summary = summary;
        this.misuse = misuse;
    }

    /// Adds a command under a name and its synonyms.
    CommandGroup with(String command, Supplier<Command> maker, String... alsoCalled) {
        commands.put(command, maker);
        for (String synonym : alsoCalled) {
            synonyms.put(synonym, maker);
        }
        return this;
    }

    String name() {
        return name;
    }

    String summary() {
        return summary;
    }

    Misuse misuse() {
        return misuse;
    }

    /// All names, without synonyms.
    List<String> names() {
        return new ArrayList<>(commands.keySet());
    }

    Optional<Command> find(String word) {
        Supplier<Command> maker = commands.getOrDefault(word, synonyms.get(word));
        return Optional.ofNullable(maker).map(Supplier::get);
    }

    /// What `hako NAME --help` prints: every command with its summary.
    String overview() {
        StringBuilder text = new StringBuilder();
        text.append("Usage:  hako ").append(name).append(" COMMAND [OPTIONS] [ARG...]\n\n");
        text.append(summary).append("\n\nCommands:\n");
        commands.forEach((word, maker) -> {
            CommandForm form = maker.get().form();
            text.append("  ").append(word).repeat(' ', NAME_WIDTH - word.length());
            text.append(form.summary()).append('\n');
        });
        text.append("\nRun 'hako ").append(name).append(" COMMAND --help' for more information\n");
        return text.toString();
    }
}
