package dev.hako.isolation;

import java.time.Duration;
import java.util.Optional;

/// A task that can tell what it uses. Nothing is measured until somebody asks.
public interface Measurable extends Task {
    /// What it uses at this moment.
    Usage usage();

    /// The same in more detail.
    Account account();

    /// What [#account] leaves out.
    Counters counters();

    /// The processor time alone, of all its processes since its start: what is asked for again and
    /// again to know how busy it is. Empty where this host does not count it.
    Optional<Duration> processorTime();
}
