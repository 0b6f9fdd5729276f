package dev.hako.engine.config;

/// The user and group ids of the machine that the users of a pod have: theirs from 0 up are these.
///
/// @param first the machine's id of their root
/// @param count how many they have
public record PodUsers(long first, long count) {
    private static final long LARGEST = 0xffff_ffffL;

    public PodUsers {
        if (first < 1 || count < 1 || count > LARGEST - first) {
            throw new IllegalArgumentException("no ids for a pod: " + first + ", " + count);
        }
    }
}
