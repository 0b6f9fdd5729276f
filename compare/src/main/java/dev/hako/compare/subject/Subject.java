package dev.hako.compare.subject;

import java.util.List;

/// One way to run containers, all of whose containers have one root: the program
/// [dev.hako.compare.oci.Bundle#PROBE] and empty folders.
public interface Subject extends AutoCloseable {
    /// As the report calls it.
    String name();

    /// What kind of program it is, and which version.
    Identity identity();

    /// How many runs it takes until one is like the other.
    int warmUps();

    /// Runs the probe with these words in a fresh container, to its end.
    ///
    /// @throws IllegalStateException if that failed; the message has the last of what was printed
    Run run(List<String> words);

    /// Starts a container that rests, and answers how many microseconds that took.
    ///
    /// @param number tells it from others that rest
    double begin(int number);

    /// Ends and removes it, if it is there.
    void end(int number);

    /// Does something with a container that rests. Answers whether its interface has such a thing.
    ///
    /// @throws IllegalStateException if it has, and that failed
    boolean act(int number, Deed deed);

    /// The processes that are there because of it, its containers' included; none where nobody
    /// knows.
    List<Long> processes();

    /// Whether each container's processor time is counted.
    boolean countsCpu();

    @Override
    void close();

    /// Who it is.
    ///
    /// @param kind `oci`, `command` or `docker`
    /// @param version what it says of itself, its first line
    /// @param program its file, or the socket that it is asked at
    record Identity(String kind, String version, String program) {}

    /// What came of a run.
    ///
    /// @param wallMicros until its end was known
    /// @param cpuMicros of all processes that worked for it; zero where nobody counts
    record Run(double wallMicros, double cpuMicros, String output) {}
}
