package dev.hako.engine.store;

/// The user and group ids of the machine that a container with users of its own has: its ids from 0
/// up are these.
///
/// @param first the machine's id of the container's root
public record IdRange(long first) {
    /// How many ids each range has: all that programs and files of Linux use.
    public static final int COUNT = 65_536;

    public IdRange {
        if (first < COUNT || first > 0xffff_ffffL - COUNT) {
            throw new IllegalArgumentException("not a range of ids for a container: " + first);
        }
    }

    /// One past its last id.
    public long end() {
        return first + COUNT;
    }

    /// Whether an id of the machine would belong to both.
    public boolean overlaps(long otherFirst, long otherEnd) {
        return first < otherEnd && otherFirst < end();
    }
}
