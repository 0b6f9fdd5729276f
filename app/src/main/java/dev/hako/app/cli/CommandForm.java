package dev.hako.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a command is called, in every respect that does not depend on what it does.
///
/// @param name the word after `hako`
/// @param arguments what follows the options in the usage line, such as `IMAGE [COMMAND] [ARG...]`
/// @param summary one sentence, as the help shows it
/// @param options what it can be told
/// @param order whether options may follow arguments
/// @param count how many arguments it takes
/// @param examples for the end of its help
/// @param operands what completion offers for each argument; the last one stands for all that
///   follow
public record CommandForm(
        String name,
        String arguments,
        String summary,
        OptionSet options,
        Order order,
        Count count,
        List<Example> examples,
        List<Candidates> operands) {
    private static final Pattern ARGUMENT = Pattern.compile("[A-Z_]+");

    /// Where options may stand.
    public enum Order {
        /// Anywhere.
        INTERSPERSED,
        /// Before the first argument: what follows belongs to another program.
        OPTIONS_FIRST
    }

    /// How many arguments a command takes.
    public record Count(int least, int most) {
        public static final Count NONE = new Count(0, 0);
        public static final Count ONE = new Count(1, 1);

        public static Count atLeast(int least) {
            return new Count(least, Integer.MAX_VALUE);
        }

        public static Count atMost(int most) {
            return new Count(0, most);
        }

        String words() {
            if (least == most) {
                return least == 0 ? "no arguments" : "exactly " + plural(least);
            }
            if (most == Integer.MAX_VALUE) {
                return "at least " + plural(least);
            }
            return least == 0 ? "at most " + plural(most) : least + " to " + plural(most);
        }

        private static String plural(int count) {
            return count + (count == 1 ? " argument" : " arguments");
        }
    }

    /// A command line worth knowing.
    ///
    /// @param purpose what it is good for
    /// @param line the whole of it
    public record Example(String purpose, String line) {}

    public CommandForm {
        examples = List.copyOf(examples);
        operands = List.copyOf(operands);
    }

    /// A form whose arguments are what their names in the usage line say.
    public CommandForm(
            String name,
            String arguments,
            String summary,
            OptionSet options,
            Order order,
            Count count,
            List<Example> examples) {
        this(name, arguments, summary, options, order, count, examples, named(arguments));
    }

    private static List<Candidates> named(String arguments) {
        List<Candidates> named = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(arguments);
        while (argument.find()) {
            named.add(Candidates.named(argument.group()));
        }
        return named;
    }

    /// The same form; completion offers only those containers that the command can act on.
    public CommandForm forContainers(Candidates.Known which) {
        return offering(
                operands.stream()
                        .map(each -> each == Candidates.Known.CONTAINERS ? which : each)
                        .toList());
    }

    /// The same form; completion offers this for each argument, the last for all that follow.
    public CommandForm offering(List<Candidates> each) {
        return new CommandForm(name, arguments, summary, options, order, count, examples, each);
    }

    /// The same form under another name.
    public CommandForm called(String other) {
        return new CommandForm(
                other, arguments, summary, options, order, count, examples, operands);
    }

    /// What completion offers for the argument that follows so many others.
    public Candidates operand(int index) {
        return operands.isEmpty() || index >= count.most
                ? Candidates.Known.ANYTHING
                : operands.get(Math.min(index, operands.size() - 1));
    }

    /// Reads the words after the command's name.
    ///
    /// @throws UsageException if they have not this form
    public ParsedLine parse(List<String> words) {
        ParsedLine line = LineParser.parse(options, order == Order.INTERSPERSED, words);
        int given = line.arguments().size();
        if (!asksForHelp(line) && (given < count.least || given > count.most)) {
            throw UsageException.ofCount("\"hako " + name + "\" takes " + count.words());
        }
        return line;
    }

    /// Whether the user wants to read about the command rather than run it.
    public boolean asksForHelp(ParsedLine line) {
        return line.flag(OptionSet.HELP);
    }
}
