package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The size of a terminal, in characters.
public record WindowSize(int rows, int columns) {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_SHORT.withName("ws_row"),
                            JAVA_SHORT.withName("ws_col"),
                            JAVA_SHORT.withName("ws_xpixel"),
                            JAVA_SHORT.withName("ws_ypixel"))
                    .withName("winsize");

    private static final long ROW = Struct.offset(LAYOUT, "ws_row");
    private static final long COLUMN = Struct.offset(LAYOUT, "ws_col");
    private static final int MAX = 0xffff;

    public WindowSize {
        if (rows < 0 || rows > MAX || columns < 0 || columns > MAX) {
            throw new IllegalArgumentException(
                    "a terminal cannot have " + rows + " rows and " + columns + " columns");
        }
    }

    MemorySegment in(Arena arena) {
        MemorySegment winsize = arena.allocate(LAYOUT);
        winsize.set(JAVA_SHORT, ROW, (short) rows);
        winsize.set(JAVA_SHORT, COLUMN, (short) columns);
        return winsize;
    }

    static WindowSize read(MemorySegment winsize) {
        return new WindowSize(
                Short.toUnsignedInt(winsize.get(JAVA_SHORT, ROW)),
                Short.toUnsignedInt(winsize.get(JAVA_SHORT, COLUMN)));
    }
}
