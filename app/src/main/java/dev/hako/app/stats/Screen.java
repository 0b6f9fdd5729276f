package dev.hako.app.stats;

import java.util.ArrayList;
import java.util.List;

/// A terminal on which a text takes the place of the one before. Each line is overwritten and only
/// its rest cleared, so that nothing flickers.
///
/// @param rows of the terminal; 0 if that is not known
public record Screen(int rows) {
    private static final String CLEAR = "\u001b[2J";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    /// What makes an empty screen.
    public String clear() {
        return CLEAR + HOME;
    }

    /// What shows these lines in place of others; those that have no room are left out.
    public String replace(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (rows > 1 && lines.size() >= rows) {
            lines.subList(rows - 1, lines.size()).clear();
        }
        StringBuilder shown = new StringBuilder(HOME);
        lines.forEach(line -> shown.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
        return shown.append(CLEAR_BELOW).toString();
    }
}
