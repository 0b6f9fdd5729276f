package dev.hako.isolation;

/// The size of a terminal in characters; 0 × 0 means unknown.
public record WindowSize(int rows, int columns) {
    public static final WindowSize UNKNOWN = new WindowSize(0, 0);

    public WindowSize {
        if (rows < 0 || rows > 0xffff || columns < 0 || columns > 0xffff) {
            throw new IllegalArgumentException("invalid window size " + rows + "x" + columns);
        }
    }
}
