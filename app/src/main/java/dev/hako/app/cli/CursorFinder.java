package dev.hako.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Walks over the finished words of a line, as [LineParser] would, forgiving what is wrong in them.
final class CursorFinder {
    private final CommandForm form;
    private final List<String> arguments = new ArrayList<>();
    private Optional<Option<?>> open = Optional.empty();
    private boolean argumentsOnly;

    CursorFinder(CommandForm form) {
        this.form = form;
    }

    Cursor find(List<String> finished, String last) {
        finished.forEach(this::pass);
        if (open.isPresent()) {
            return new Cursor.Value(open.get(), "", last);
        }
        if (argumentsOnly || !last.startsWith("-")) {
            return new Cursor.Argument(List.copyOf(arguments), last);
        }
        Optional<Cursor.Value> value = Cursor.valueIn(form.options(), last);
        return value.isPresent() ? value.get() : new Cursor.Name(last);
    }

    private void pass(String word) {
        if (open.isPresent()) {
            open = Optional.empty();
        } else if (argumentsOnly || !word.startsWith("-") || word.equals("-")) {
            arguments.add(word);
            argumentsOnly |= form.order() == CommandForm.Order.OPTIONS_FIRST;
        } else if (word.equals("--")) {
            argumentsOnly = true;
        } else {
            open = waiting(word);
        }
    }

    /// The option whose value is the next word.
    private Optional<Option<?>> waiting(String word) {
        if (word.startsWith("--")) {
            return form.options().find(word).filter(option -> !option.isFlag());
        }
        for (int i = 1; i < word.length(); i++) {
            Optional<Option<?>> option = form.options().find("-" + word.charAt(i));
            if (option.isEmpty() || !option.get().isFlag()) {
                boolean last = i == word.length() - 1;
                return option.filter(_ -> last);
            }
        }
        return Optional.empty();
    }
}
