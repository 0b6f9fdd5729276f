package dev.hako.build.dockerfile;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Puts the lines of a file together: comments and blank lines go, lines that end with the escape
/// character go on in the next, and instructions that take documents take the lines of those.
final class LogicalLines {
    private static final Set<String> WITH_DOCUMENTS = Set.of("RUN", "COPY", "ADD");

    private final List<String> lines;
    private final char escape;
    private int next;

    private LogicalLines(List<String> lines, Directives directives) {
        this.lines = lines;
        this.escape = directives.escape();
        this.next = directives.count();
    }

    static List<LogicalLine> read(List<String> lines, Directives directives) {
        LogicalLines reader = new LogicalLines(lines, directives);
        List<LogicalLine> all = new ArrayList<>();
        Optional<LogicalLine> line = reader.line();
        while (line.isPresent()) {
            all.add(line.get());
            line = reader.line();
        }
        return all;
    }

    private Optional<LogicalLine> line() {
        while (next < lines.size() && isPassedOver(lines.get(next))) {
            next++;
        }
        if (next == lines.size()) {
            return Optional.empty();
        }
        int number = next + 1;
        String text = joined().strip();
        int end = keywordEnd(text);
        String keyword = text.substring(0, end).toUpperCase(Locale.ROOT);
        String rest = text.substring(end).strip();
        LogicalLine line = new LogicalLine(number, keyword, rest, List.of());
        return Optional.of(takesDocuments(line) ? withDocuments(line) : line);
    }

    private static int keywordEnd(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPassedOver(String line) {
        return line.isBlank() || isComment(line);
    }

    private static boolean isComment(String line) {
        return line.stripLeading().startsWith("#");
    }

    private String joined() {
        StringBuilder text = new StringBuilder();
        boolean more = true;
        while (more && next < lines.size()) {
            String line = lines.get(next++);
            // Comments and blank lines between lines that belong together are passed over.
            if (!isPassedOver(line) || text.isEmpty()) {
                int end = continuation(line);
                more = end >= 0;
                text.append(more ? line.substring(0, end) : line);
            }
        }
        return text.toString();
    }

    /// Where the escape character is that makes the next line a part of this one, or -1.
    private int continuation(String line) {
        int last = line.length() - 1;
        while (last >= 0 && (line.charAt(last) == ' ' || line.charAt(last) == '\t')) {
            last--;
        }
        boolean continues =
                last >= 0
                        && line.charAt(last) == escape
                        && (last == 0 || line.charAt(last - 1) != escape);
        return continues ? last : -1;
    }

    private static boolean takesDocuments(LogicalLine line) {
        if (line.keyword().equals("ONBUILD")) {
            int end = keywordEnd(line.rest());
            return WITH_DOCUMENTS.contains(line.rest().substring(0, end).toUpperCase(Locale.ROOT));
        }
        return WITH_DOCUMENTS.contains(line.keyword());
    }

    private LogicalLine withDocuments(LogicalLine line) {
        List<HereDocument> documents = new ArrayList<>();
        for (HereDocument announced : HereDocumentMarks.find(line.rest(), escape)) {
            documents.add(announced.with(content(announced, line)));
        }
        return new LogicalLine(line.number(), line.keyword(), line.rest(), documents);
    }

    private String content(HereDocument document, LogicalLine line) {
        StringBuilder content = new StringBuilder();
        while (next < lines.size()) {
            String text = lines.get(next++);
            String stripped = document.tabsStripped() ? stripTabs(text) : text;
            if (stripped.equals(document.name())) {
                return content.toString();
            }
            content.append(stripped).append('\n');
        }
        throw Failure.invalid(
                "line %d, %s: the document \"%s\" has no end"
                        .formatted(line.number(), line.keyword(), document.name()));
    }

    private static String stripTabs(String line) {
        int start = 0;
        while (start < line.length() && line.charAt(start) == '\t') {
            start++;
        }
        return line.substring(start);
    }
}
