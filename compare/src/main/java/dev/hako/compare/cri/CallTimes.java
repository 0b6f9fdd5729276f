package dev.hako.compare.cri;

import dev.hako.compare.figure.Samples;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// How long calls took, in microseconds. Any thread may add to it.
public final class CallTimes {
    private static final double NANOS_PER_MICRO = 1_000;

    private final Map<CriCall, List<Double>> micros = new EnumMap<>(CriCall.class);

    /// Makes a call.
    <T> T time(CriCall call, Supplier<T> made) {
        long begin = System.nanoTime();
        T answer = made.get();
        add(call, (System.nanoTime() - begin) / NANOS_PER_MICRO);
        return answer;
    }

    private synchronized void add(CriCall call, double time) {
        micros.computeIfAbsent(call, _ -> new ArrayList<>()).add(time);
    }

    /// All of one call but the first ones.
    ///
    /// @throws IllegalArgumentException if there are no more
    public synchronized Samples of(CriCall call, int butFirst) {
        List<Double> all = micros.getOrDefault(call, List.of());
        List<Double> rest = all.subList(Math.min(butFirst, all.size()), all.size());
        return Samples.of(rest.stream().mapToDouble(Double::doubleValue));
    }
}
