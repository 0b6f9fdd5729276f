package dev.hako.app.explain;

import dev.hako.app.output.Colour;
import dev.hako.engine.config.Printable;

/// Text in lines of at most a width, which nothing foreign can colour.
final class Page {
    private static final int LEAST_WIDTH = 40;
    private final StringBuilder text = new StringBuilder(8192);
    private final int width;
    private final boolean colour;

    Page(int width, boolean colour) {
        this.width = Math.max(LEAST_WIDTH, width);
        this.colour = colour;
    }

    void gap() {
        text.append('\n');
    }

    /// A heading, and what it is about.
    void heading(String title, String about) {
        text.append(Colour.YELLOW.paint(title, colour));
        text.append(about.isEmpty() ? "" : ": " + about).append('\n');
    }

    /// A paragraph, all its lines indented.
    void paragraph(int indent, String words) {
        int column = 0;
        for (String word : Printable.whole(words).split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > width) {
                text.append('\n');
                column = 0;
            }
            if (column == 0) {
                text.repeat(' ', indent);
                column = indent;
            } else {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }

    /// A line in columns that is never broken.
    void line(String line) {
        text.append(Printable.whole(line)).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
