package dev.hako.plan;

/// The process is its starter's: it keeps the starter's descriptors, its end is for the starter's
/// reaper to learn of, and the launcher goes.
///
/// A container's first process then waits, with all set up but the program, at a gate: a listening
/// socket in the hands of nobody else. Whoever connects to it lets the program run, and hears over
/// the connection why it does not.
///
/// @param gate the socket's descriptor, at least 5 and below 100; [Descriptors#ABSENT] for a
///   process that does not wait
/// @param preserved how many descriptors from [#FIRST_PRESERVED] on the program gets, as its 3, 4
///   and so on
public record Handover(int gate, int preserved) implements Custody {
    /// Where the launcher is given what the program keeps beyond its standard streams.
    public static final int FIRST_PRESERVED = 10;

    /// How many there can be at most.
    public static final int MAX_PRESERVED = 80;

    public Handover {
        if (preserved < 0 || preserved > MAX_PRESERVED) {
            throw new IllegalArgumentException("cannot preserve " + preserved + " descriptors");
        }
    }
}
