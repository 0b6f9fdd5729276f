package dev.hako.bench.subject;

import dev.hako.bench.contest.Measure;
import dev.hako.bench.host.Account;
import dev.hako.bench.host.Batch;
import dev.hako.bench.host.Spawner;
import java.util.List;

/// One run of a command, with all that its account paid for it until it came to rest.
final class Metered {
    private static final double NANOS_PER_MICRO = 1000;

    private Metered() {}

    static Measure run(Spawner spawner, Account account, List<String> command) {
        long before = account.restedNanos();
        Batch batch = spawner.run(1, 1, command);
        long cpu = account.restedNanos() - before - batch.ownCpuNanos();
        return new Measure(batch.wallNanos() / NANOS_PER_MICRO, cpu / NANOS_PER_MICRO);
    }
}
