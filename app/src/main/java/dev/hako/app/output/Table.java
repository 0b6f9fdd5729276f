package dev.hako.app.output;

import dev.hako.engine.config.Printable;
import java.util.ArrayList;
import java.util.List;

/// Text in columns: each as wide as its widest cell and three spaces, and at least ten characters,
/// as Docker has them.
public final class Table {
    private static final int GAP = 3;
    private static final int LEAST_WIDTH = 10;

    private final List<List<String>> rows = new ArrayList<>();

    /// Adds a row, whose cells are made harmless.
    public void add(List<String> cells) {
        rows.add(cells.stream().map(Printable::of).toList());
    }

    /// All rows, each with a newline.
    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(row.get(i));
                if (i < row.size() - 1) {
                    text.repeat(' ', widths[i] - length(row.get(i)));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int[] widths() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = Math.max(LEAST_WIDTH, length(row.get(i)) + GAP);
                widths[i] = Math.max(widths[i], width);
            }
        }
        return widths;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
