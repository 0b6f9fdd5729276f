package dev.hako.kernel.cgroup;

import java.time.Duration;
import java.util.Optional;

/// The processor time of a group and those below it, since it was made.
///
/// @param usage of all processors together
/// @param periods how many periods of a limit have passed
/// @param throttledPeriods in how many of them the limit was reached
/// @param throttled for how long processes were held back
public record CpuStats(
        Duration usage,
        Duration user,
        Duration system,
        long periods,
        long throttledPeriods,
        Duration throttled) {
    /// Version 1 counts in ticks of 1/100 second, `USER_HZ`, on all machines.
    private static final int TICK_MILLIS = 10;

    private static final int NANOS_PER_MICRO = 1000;

    /// Those of a group, unless processor time is not counted there.
    public static Optional<CpuStats> of(Cgroup group) {
        return switch (group.hierarchy().version()) {
            case V1 ->
                    group.find("cpuacct.usage")
                            .map(usage ->
                                    v1(
                                            usage,
                                            group.find("cpuacct.stat").orElse(""),
                                            group.find("cpu.stat").orElse("")));
            case V2 -> group.find("cpu.stat").map(CpuStats::v2);
        };
    }

    /// The time of all processors together, alone: one file.
    public static Optional<Duration> usage(Cgroup group) {
        return switch (group.hierarchy().version()) {
            case V1 ->
                    group.find("cpuacct.usage")
                            .map(text -> Duration.ofNanos(KeyedText.parseNumber(text).orElse(0)));
            case V2 -> group.find("cpu.stat").map(text -> v2(text).usage());
        };
    }

    /// The same with what a limit has done, where another controller counts that.
    public CpuStats limitedBy(Cgroup limiting) {
        KeyedText limit = KeyedText.parse(limiting.find("cpu.stat").orElse(""));
        return new CpuStats(
                usage,
                user,
                system,
                limit.orZero("nr_periods"),
                limit.orZero("nr_throttled"),
                Duration.ofNanos(limit.orZero("throttled_time")));
    }

    static CpuStats v1(String usage, String ticks, String stat) {
        KeyedText split = KeyedText.parse(ticks);
        KeyedText limit = KeyedText.parse(stat);
        return new CpuStats(
                Duration.ofNanos(KeyedText.parseNumber(usage).orElse(0)),
                Duration.ofMillis(split.orZero("user") * TICK_MILLIS),
                Duration.ofMillis(split.orZero("system") * TICK_MILLIS),
                limit.orZero("nr_periods"),
                limit.orZero("nr_throttled"),
                Duration.ofNanos(limit.orZero("throttled_time")));
    }

    static CpuStats v2(String stat) {
        KeyedText all = KeyedText.parse(stat);
        return new CpuStats(
                micros(all.orZero("usage_usec")),
                micros(all.orZero("user_usec")),
                micros(all.orZero("system_usec")),
                all.orZero("nr_periods"),
                all.orZero("nr_throttled"),
                micros(all.orZero("throttled_usec")));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * NANOS_PER_MICRO);
    }
}
