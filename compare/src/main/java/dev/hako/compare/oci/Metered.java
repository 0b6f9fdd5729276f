package dev.hako.compare.oci;

import dev.hako.compare.contest.Measure;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Batch;
import dev.hako.compare.host.Spawner;
import java.util.List;

/// One run of a command, with all that its account paid for it until it came to rest.
public final class Metered {
    private static final double NANOS_PER_MICRO = 1000;

    private Metered() {}

    /// Runs it once.
    ///
    /// @throws IllegalStateException if it failed
    public static Measure run(Spawner spawner, Account account, List<String> command) {
        long before = account.restedNanos();
        Batch batch = spawner.run(1, 1, command);
        long cpu = account.restedNanos() - before - batch.ownCpuNanos();
        return new Measure(batch.wallNanos() / NANOS_PER_MICRO, cpu / NANOS_PER_MICRO);
    }
}
