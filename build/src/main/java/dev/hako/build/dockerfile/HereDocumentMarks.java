package dev.hako.build.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the words of a line that announce documents: `<<NAME`, `<<-NAME`, `<<"NAME"`, `3<<NAME`.
final class HereDocumentMarks {
    private static final Pattern MARK = Pattern.compile("[0-9]*<<(-?)([^<]+)");

    private HereDocumentMarks() {}

    /// The documents without their contents.
    static List<HereDocument> find(String text, char escape) {
        List<HereDocument> found = new ArrayList<>();
        for (String word : Words.split(text, escape)) {
            Matcher matcher = MARK.matcher(word);
            if (matcher.matches()) {
                String name = unquoted(matcher.group(2));
                if (!name.isEmpty()) {
                    boolean expanded = name.equals(matcher.group(2));
                    found.add(new HereDocument(name, expanded, !matcher.group(1).isEmpty(), ""));
                }
            }
        }
        return found;
    }

    /// Whether a word announces a document.
    static boolean isMark(String word) {
        return MARK.matcher(word).matches();
    }

    private static String unquoted(String name) {
        return name.replace("\"", "").replace("'", "");
    }
}
