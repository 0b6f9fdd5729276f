package dev.hako.app.output;

import dev.hako.app.document.Document;
import dev.hako.app.document.JsonText;
import dev.hako.app.template.Template;
import dev.hako.engine.config.Printable;

/// One object in the form the user wants.
public final class Shown {
    private static final String JSON = "json";

    private Shown() {}

    /// A template filled in. On a terminal, values that it would obey are made harmless; a program
    /// that reads them gets them as they are.
    static String fill(Template template, Document object, boolean terminal) {
        return terminal ? template.fill(object, Printable::whole) : template.fill(object);
    }

    /// The object as the format has it.
    ///
    /// @param format `json`, or a template
    /// @return one line or more, the last with its newline
    public static String of(Document object, String format, boolean terminal) {
        return format.equals(JSON)
                ? JsonText.compact(object) + "\n"
                : fill(Template.parse(format), object, terminal) + "\n";
    }
}
