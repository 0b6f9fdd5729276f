package dev.hako.door.streaming.session;

/// A terminal's size in characters.
public record TerminalSize(int columns, int rows) {
    private static final int MAX = 0xffff;

    public TerminalSize {
        if (columns < 0 || columns > MAX || rows < 0 || rows > MAX) {
            throw new IllegalArgumentException("invalid size " + columns + " x " + rows);
        }
    }
}
