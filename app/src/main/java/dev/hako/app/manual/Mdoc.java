package dev.hako.app.manual;

import java.util.List;
import java.util.Locale;

/// Writes a manual page in mdoc(7), the language that both mandoc and groff read.
final class Mdoc {
    /// Pages change with the version; a date of their own would only change their bytes.
    private static final String DATE = "January 1, 2026";

    private final StringBuilder text = new StringBuilder(8192);

    /// @param name as it is looked up, such as `hako-run`
    Mdoc(String name, String version) {
        macro("Dd", DATE);
        macro("Dt", name.toUpperCase(Locale.ROOT) + " 1");
        macro("Os", "Hako " + version);
    }

    void section(String title) {
        macro("Sh", title);
    }

    /// A line that begins with a macro. Its words must have been made safe.
    void macro(String name, String words) {
        text.append('.').append(name);
        if (!words.isEmpty()) {
            text.append(' ').append(words);
        }
        text.append('\n');
    }

    /// Paragraphs of prose, parted by empty lines; words between backticks are code. Each sentence
    /// begins a line, as mdoc wants it.
    void prose(String paragraphs) {
        boolean first = true;
        for (String paragraph : paragraphs.strip().split("\n\n", -1)) {
            if (!first) {
                macro("Pp", "");
            }
            first = false;
            String line = paragraph.replace('\n', ' ');
            for (String sentence : line.split("(?<=[.:]) (?=[A-Z`])", -1)) {
                text.append(code(sentence)).append('\n');
            }
        }
    }

    /// Lines shown as they are.
    void literal(List<String> lines) {
        macro("Bd", "-literal -offset indent");
        lines.forEach(line -> text.append(plain(line)).append('\n'));
        macro("Ed", "");
    }

    /// Text in which nothing is a request, and dashes and quotes stay what a shell reads.
    static String plain(String line) {
        StringBuilder safe = new StringBuilder(line.length() + 16);
        if (line.startsWith(".") || line.startsWith("'")) {
            safe.append("\\&");
        }
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '\\' -> safe.append("\\e");
                case '-' -> safe.append("\\-");
                case '\'' -> safe.append("\\(aq");
                case '`' -> safe.append("\\(ga");
                case '^' -> safe.append("\\(ha");
                case '~' -> safe.append("\\(ti");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    /// One argument of a macro.
    static String word(String text) {
        return "\"" + plain(text).replace("\"", "\\(dq") + "\"";
    }

    private static String code(String sentence) {
        StringBuilder marked = new StringBuilder();
        boolean code = false;
        for (String part : sentence.split("`", -1)) {
            marked.append(code ? "\\fB" + plain(part) + "\\fR" : plain(part));
            code = !code;
        }
        return marked.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
