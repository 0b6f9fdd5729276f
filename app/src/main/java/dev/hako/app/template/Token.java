package dev.hako.app.template;

/// A word of a template.
///
/// @param text the word itself; of a string or text, what it stands for
/// @param column where it begins, counted from 1
/// @param spaced whether white space comes before it
record Token(Kind kind, String text, int column, boolean spaced) {
    enum Kind {
        /// What is outside `{{ }}`.
        TEXT,
        /// `{{`
        OPEN,
        /// `}}`
        CLOSE,
        /// A name, such as `if` or `json`.
        WORD,
        /// `.Name`, without the dot.
        FIELD,
        /// `.`
        DOT,
        /// `$name`, with the dollar sign.
        VARIABLE,
        STRING,
        NUMBER,
        /// `|` `(` `)` `,` `=` `:=`
        MARK,
        END
    }

    boolean is(Kind wanted, String word) {
        return kind == wanted && text.equals(word);
    }

    /// How messages speak of it.
    String shown() {
        return switch (kind) {
            case OPEN -> "\"{{\"";
            case CLOSE -> "\"}}\"";
            case END -> "the end";
            case TEXT -> "text";
            case STRING -> "a string";
            case FIELD -> "\"." + text + "\"";
            case DOT -> "\".\"";
            case WORD, VARIABLE, NUMBER, MARK -> "\"" + text + "\"";
        };
    }
}
