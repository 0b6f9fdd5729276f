package dev.hako.door.cri.call;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Moments as the interface counts them: nanoseconds since 1970.
public final class Nanos {
    private Nanos() {}

    public static long of(Instant moment) {
        return TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano();
    }
}
