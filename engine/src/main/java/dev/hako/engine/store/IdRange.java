package dev.hako.engine.store;

/// The user and group ids of the machine that a container with users of its own has: its ids from 0
/// up are these.
///
/// @param first the machine's id of the container's root
/// @param count how many there are
public record IdRange(long first, long count) {
    /// How many ids a range has unless somebody else gives it: all that programs and files of Linux
    /// use.
    public static final int COUNT = 65_536;

    private static final long LARGEST = 0xffff_ffffL;

    public IdRange {
        if (first < 1 || count < 1 || count > LARGEST - first) {
            throw new IllegalArgumentException(
                    "not a range of ids for a container: " + first + ", " + count);
        }
    }

    /// One of the usual size.
    public IdRange(long first) {
        this(first, COUNT);
    }

    /// One past its last id.
    public long end() {
        return first + count;
    }

    /// Whether an id of the machine would belong to both.
    public boolean overlaps(long otherFirst, long otherEnd) {
        return first < otherEnd && otherFirst < end();
    }
}
