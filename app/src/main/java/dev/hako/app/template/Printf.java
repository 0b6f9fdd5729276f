package dev.hako.app.template;

import static dev.hako.app.template.Template.mistake;

import dev.hako.failure.Failure;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `printf`: Go's verbs s, v, q, d, x, f, t and %, with a width, `-` and `0`.
final class Printf {
    private static final Pattern VERB = Pattern.compile("%([-0]*)(\\d{0,3})(?:\\.(\\d{1,2}))?(.?)");

    private Printf() {}

    static String format(String form, List<@Nullable Object> values, int column) {
        StringBuilder out = new StringBuilder();
        Matcher verb = VERB.matcher(form);
        int end = 0;
        int next = 0;
        while (verb.find()) {
            out.append(form, end, verb.start());
            end = verb.end();
            if (verb.group(4).equals("%")) {
                out.append('%');
                continue;
            }
            if (next == values.size()) {
                throw mistake(column, "printf has fewer values than verbs");
            }
            out.append(padded(verb, text(verb, values.get(next++), column)));
        }
        if (next < values.size()) {
            throw mistake(column, "printf has more values than verbs");
        }
        return out.append(form, end, form.length()).toString();
    }

    private static String text(Matcher verb, @Nullable Object value, int column) {
        String letter = verb.group(4);
        return switch (letter) {
            case "s", "v" -> Values.text(value);
            case "q" ->
                    "\"" + Values.text(value).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            case "t" -> String.valueOf(truth(value, letter, column));
            case "d" -> String.valueOf(whole(value, letter, column));
            case "x" -> Long.toHexString(whole(value, letter, column));
            case "f" -> decimal(verb.group(3), value, column);
            default -> throw mistake(column, "printf has no verb %" + letter);
        };
    }

    private static boolean truth(@Nullable Object value, String letter, int column) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw unprintable(value, letter, column);
    }

    private static long whole(@Nullable Object value, String letter, int column) {
        if (value instanceof Number number && Values.isWhole(number)) {
            return number.longValue();
        }
        throw unprintable(value, letter, column);
    }

    private static String decimal(@Nullable String digits, @Nullable Object value, int column) {
        if (value instanceof Number number) {
            String form = "%." + (digits == null ? "6" : digits) + "f";
            return String.format(Locale.ROOT, form, number.doubleValue());
        }
        throw unprintable(value, "f", column);
    }

    private static Failure unprintable(@Nullable Object value, String letter, int column) {
        return mistake(
                column, "printf cannot print " + Evaluation.describe(value) + " as %" + letter);
    }

    private static String padded(Matcher verb, String text) {
        int width = verb.group(2).isEmpty() ? 0 : Integer.parseInt(verb.group(2));
        if (text.length() >= width) {
            return text;
        }
        String flags = verb.group(1);
        if (flags.contains("-")) {
            return text + " ".repeat(width - text.length());
        }
        return (flags.contains("0") ? "0" : " ").repeat(width - text.length()) + text;
    }
}
