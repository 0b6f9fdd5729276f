package dev.hako.app.output;

import dev.hako.app.document.Document;
import dev.hako.app.document.JsonText;
import dev.hako.app.template.Template;
import dev.hako.engine.config.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A list of objects in the form the user wants: the standard table, `json`, a template, or `table`
/// and a template whose columns are parted by tabs.
///
/// @param headings a document with each field's heading in place of its value
/// @param standard the template of the standard table, columns parted by tabs
public record Listing(Document headings, String standard) {
    private static final String TABLE = "table";
    private static final String JSON = "json";

    /// The whole output.
    ///
    /// @param format what the user gave after `--format`; empty: the standard table
    /// @param terminal whether it will be shown on a terminal
    public String of(List<Document> objects, String format, boolean terminal) {
        if (format.isEmpty() || format.equals(TABLE)) {
            return table(objects, standard);
        }
        if (format.equals(JSON)) {
            return lines(objects.stream().map(JsonText::compact).toList());
        }
        if (format.startsWith(TABLE + " ")) {
            return table(objects, unescaped(format.substring(TABLE.length()).strip()));
        }
        Template template = Template.parse(unescaped(format));
        return lines(objects.stream().map(each -> Shown.fill(template, each, terminal)).toList());
    }

    private String table(List<Document> objects, String format) {
        Template template = Template.parse(format);
        Table table = new Table();
        table.add(cells(template.fill(headings)));
        objects.forEach(each -> table.add(cells(template.fill(each, Printable::of))));
        return table.toString();
    }

    private static List<String> cells(String row) {
        return new ArrayList<>(Arrays.asList(row.split("\t", -1)));
    }

    /// A shell passes `\t` on as it is.
    private static String unescaped(String format) {
        return format.replace("\\t", "\t").replace("\\n", "\n");
    }

    private static String lines(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
