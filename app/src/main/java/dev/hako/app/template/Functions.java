package dev.hako.app.template;

import static dev.hako.app.template.Template.mistake;

import dev.hako.app.document.JsonText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a template can call: Go's built-in functions, and those that Docker adds.
final class Functions {
    private static final Set<String> NAMES =
            Set.of(
                    "and",
                    "or",
                    "not",
                    "eq",
                    "ne",
                    "lt",
                    "le",
                    "gt",
                    "ge",
                    "len",
                    "index",
                    "print",
                    "printf",
                    "println",
                    "json",
                    "join",
                    "split",
                    "lower",
                    "upper",
                    "title",
                    "pad",
                    "truncate");
    private static final int MAX_PAD = 1024;

    private final String name;
    private final List<@Nullable Object> arguments;
    private final int column;

    private Functions(String name, List<@Nullable Object> arguments, int column) {
        this.name = name;
        this.arguments = arguments;
        this.column = column;
    }

    static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    /// @param name of a known function
    static @Nullable Object call(String name, List<@Nullable Object> arguments, int column) {
        return new Functions(name, arguments, column).call();
    }

    private @Nullable Object call() {
        return switch (name) {
            case "and", "or" -> junction();
            case "not" -> !Values.truth(only());
            case "eq" -> equalsAny();
            case "ne" -> !Values.equal(argument(0, 2), argument(1, 2));
            case "lt" -> comparison() < 0;
            case "le" -> comparison() <= 0;
            case "gt" -> comparison() > 0;
            case "ge" -> comparison() >= 0;
            case "len" -> length(only());
            case "index" -> index();
            case "print" -> print("", "");
            case "println" -> print(" ", "\n");
            case "printf" -> format();
            case "json" -> JsonText.compact(only());
            default -> text();
        };
    }

    private Object text() {
        return switch (name) {
            case "join" -> join();
            case "split" -> Arrays.asList(text(0, 2).split(Pattern.quote(text(1, 2)), -1));
            case "lower" -> text(0, 1).toLowerCase(Locale.ROOT);
            case "upper" -> text(0, 1).toUpperCase(Locale.ROOT);
            case "title" -> title(text(0, 1));
            case "pad" -> pad();
            case "truncate" -> text(0, 2).substring(0, Math.min(text(0, 2).length(), number(1, 2)));
            default -> throw new IllegalStateException("the parser let " + name + " through");
        };
    }

    private @Nullable Object junction() {
        if (arguments.isEmpty()) {
            throw mistake(column, name + " needs an argument");
        }
        boolean stopsAt = name.equals("or");
        for (Object value : arguments) {
            if (Values.truth(value) == stopsAt) {
                return value;
            }
        }
        return arguments.getLast();
    }

    private boolean equalsAny() {
        if (arguments.size() < 2) {
            throw mistake(column, "eq needs at least 2 arguments");
        }
        return arguments.stream().skip(1).anyMatch(b -> Values.equal(arguments.getFirst(), b));
    }

    private int comparison() {
        Object a = argument(0, 2);
        Object b = argument(1, 2);
        if (a instanceof Number x && b instanceof Number y) {
            return Values.compare(x, y);
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        throw mistake(
                column,
                "cannot compare " + Evaluation.describe(a) + " with " + Evaluation.describe(b));
    }

    private long length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default ->
                    throw mistake(column, Evaluation.describe(value) + " has no length");
        };
    }

    private @Nullable Object index() {
        if (arguments.isEmpty()) {
            throw mistake(column, "index needs an argument");
        }
        Object value = arguments.getFirst();
        for (Object key : arguments.subList(1, arguments.size())) {
            value = index(value, key);
        }
        return value;
    }

    private @Nullable Object index(@Nullable Object value, @Nullable Object key) {
        if (value instanceof List<?> list && key instanceof Number number) {
            if (number.longValue() < 0 || number.longValue() >= list.size()) {
                throw mistake(column, "index " + number + " of a list of " + list.size());
            }
            return list.get(number.intValue());
        }
        if (value instanceof Map<?, ?> map) {
            // A label that is not set reads as empty, as in Go, where these maps hold strings.
            Object found = map.get(String.valueOf(key));
            return found == null ? "" : found;
        }
        throw mistake(
                column,
                "cannot index " + Evaluation.describe(value) + " by " + Evaluation.describe(key));
    }

    private String print(String gap, String end) {
        List<String> words = new ArrayList<>();
        arguments.forEach(value -> words.add(Values.text(value)));
        return String.join(gap, words) + end;
    }

    private String format() {
        if (arguments.isEmpty()) {
            throw mistake(column, "printf needs a format");
        }
        String form = text(0, arguments.size());
        return Printf.format(form, arguments.subList(1, arguments.size()), column);
    }

    private String join() {
        if (!(argument(0, 2) instanceof List<?> list)) {
            throw mistake(column, "join needs a list, not " + Evaluation.describe(argument(0, 2)));
        }
        return String.join(text(1, 2), list.stream().map(Values::text).toList());
    }

    private static String title(String text) {
        StringBuilder titled = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (i == 0 || Character.isWhitespace(text.charAt(i - 1))) {
                titled.setCharAt(i, Character.toTitleCase(text.charAt(i)));
            }
        }
        return titled.toString();
    }

    private String pad() {
        String text = text(0, 3);
        return text.isEmpty() ? "" : " ".repeat(number(1, 3)) + text + " ".repeat(number(2, 3));
    }

    private @Nullable Object only() {
        return argument(0, 1);
    }

    private @Nullable Object argument(int index, int count) {
        if (arguments.size() != count) {
            String words = count == 1 ? " argument, not " : " arguments, not ";
            throw mistake(column, name + " takes " + count + words + arguments.size());
        }
        return arguments.get(index);
    }

    private String text(int index, int count) {
        if (!(argument(index, count) instanceof String text)) {
            throw mistake(
                    column,
                    name + " needs a string, not " + Evaluation.describe(arguments.get(index)));
        }
        return text;
    }

    private int number(int index, int count) {
        Object value = argument(index, count);
        if (value instanceof Number number
                && number.longValue() >= 0
                && number.longValue() <= MAX_PAD) {
            return number.intValue();
        }
        throw mistake(column, name + " needs a number from 0 to " + MAX_PAD);
    }
}
