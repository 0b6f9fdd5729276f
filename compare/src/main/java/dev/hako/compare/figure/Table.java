package dev.hako.compare.figure;

import java.util.ArrayList;
import java.util.List;

/// Rows of text below each other, each column as wide as its widest cell, and titles between them.
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    /// A table with this head.
    public Table(List<String> head) {
        columns = head.size();
        rows.add(head);
    }

    /// A line of its own, which widens no column.
    public void title(String text) {
        rows.add(List.of(text));
    }

    /// A row of as many cells as the head has.
    public void row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns + " columns");
        }
        rows.add(cells);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(padding(row, column))).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int padding(List<String> row, int column) {
        return row.size() == 1 ? 0 : width(column) - length(row.get(column));
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > 1)
                .mapToInt(row -> length(row.get(column)))
                .max()
                .orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
