package dev.hako.isolation;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What a task and all it has started use, at one moment. What this host does not count is empty.
///
/// @param processorTime of all processors together, since the task's start
/// @param network received and sent by interfaces of its own, since they were made; nothing if it
///   has the host's network
/// @param blocks read from and written to block devices
/// @param tasks how many processes and threads there are
public record Usage(
        Optional<Duration> processorTime,
        Optional<Memory> memory,
        Traffic network,
        Optional<Traffic> blocks,
        OptionalLong tasks) {

    /// What a task that does not run uses.
    public static final Usage NONE =
            new Usage(
                    Optional.of(Duration.ZERO),
                    Optional.of(new Memory(0, OptionalLong.of(0))),
                    Traffic.NONE,
                    Optional.of(Traffic.NONE),
                    OptionalLong.of(0));

    /// Memory.
    ///
    /// @param usedBytes that cannot be dropped at once, as page cache can
    /// @param limitBytes how many there may be; empty: as many as the machine has
    public record Memory(long usedBytes, OptionalLong limitBytes) {}

    /// Bytes that came in, and those that went out.
    public record Traffic(long inBytes, long outBytes) {
        public static final Traffic NONE = new Traffic(0, 0);
    }
}
