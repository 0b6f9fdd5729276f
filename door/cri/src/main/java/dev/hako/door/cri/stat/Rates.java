package dev.hako.door.cri.stat;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Processor time per second, from what was counted before: as nanoseconds, "nano cores".
///
/// @param <K> what is measured
final class Rates<K> {
    /// A rate over less time says little.
    private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final Map<K, Sample> samples = Collections.synchronizedMap(new WeakHashMap<>());

    /// @param nanos a clock that only goes forward
    Rates(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// @param rate up to then; negative: none is known
    private record Sample(long at, long used, long rate) {
        Sample then(long now, long usedNow) {
            if (now - at < SHORTEST_NANOS) {
                return this;
            }
            if (usedNow < used) {
                return new Sample(now, usedNow, -1); // it was started again
            }
            double perSecond = (double) (usedNow - used) / (now - at) * TimeUnit.SECONDS.toNanos(1);
            return new Sample(now, usedNow, Math.round(perSecond));
        }
    }

    /// The rate up to now, or up to a moment less than a second ago; empty at first.
    ///
    /// @param used in nanoseconds, up to now
    OptionalLong next(K key, long used) {
        long now = nanos.getAsLong();
        Sample sample = samples.compute(key, (_, last) -> sample(last, now, used));
        return sample.rate < 0 ? OptionalLong.empty() : OptionalLong.of(sample.rate);
    }

    private static Sample sample(@Nullable Sample last, long now, long used) {
        return last == null ? new Sample(now, used, -1) : last.then(now, used);
    }
}
