package dev.hako.compare.contest;

/// One of those that are compared. It is prepared when it is made.
public interface Contender extends AutoCloseable {
    /// As the report calls it.
    String name();

    /// How many runs it takes until one is like the other.
    int warmUps();

    /// Does the work once and comes to rest: nothing of it may still run in the next one's turn.
    Measure run();

    /// Ends and removes all that it has started and made.
    @Override
    void close();
}
