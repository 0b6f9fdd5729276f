package dev.hako.app.value;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/// One line of comma-separated values, of which those in double quotes may hold commas; RFC 4180.
public final class Csv {
    private Csv() {}

    /// Its values.
    public static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            StringBuilder field = new StringBuilder();
            at = read(line, at, field) + 1;
            fields.add(field.toString());
        }
        return fields;
    }

    /// Reads one field from `start` on.
    ///
    /// @return the index of the comma behind it, or the line's length
    private static int read(String line, int start, StringBuilder field) {
        if (start == line.length() || line.charAt(start) != '"') {
            int comma = line.indexOf(',', start);
            int end = comma < 0 ? line.length() : comma;
            field.append(line, start, end);
            return end;
        }
        int at = start + 1;
        while (at < line.length()) {
            char c = line.charAt(at++);
            boolean quote = at < line.length() && line.charAt(at) == '"';
            if (c != '"') {
                field.append(c);
            } else if (quote) {
                field.append(c);
                at++;
            } else {
                return endOfQuoted(line, at);
            }
        }
        throw Failure.invalid("a quote is not closed");
    }

    private static int endOfQuoted(String line, int at) {
        if (at < line.length() && line.charAt(at) != ',') {
            throw Failure.invalid("text behind a closed quote");
        }
        return at;
    }
}
