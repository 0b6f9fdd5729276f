package dev.hako.engine.config;

import java.util.Optional;

/// Limits that are to take the place of a container's present ones.
///
/// @param wanted what is not set in it stays as it is; ulimits, device throttles and files of
///   version 2 always do, for no running program can be given others
public record LimitChange(Limits wanted) {

    /// All limits, after the change. Processors are limited by a number of them or by a quota:
    /// whichever was set last counts.
    public Limits of(Limits old) {
        boolean byNumber = wanted.nanoCpus().isPresent();
        boolean byQuota =
                wanted.cpuPeriodMicros().isPresent() || wanted.cpuQuotaMicros().isPresent();
        return new Limits(
                wanted.memoryBytes().or(old::memoryBytes),
                wanted.memorySwapBytes().or(old::memorySwapBytes),
                wanted.memoryReservationBytes().or(old::memoryReservationBytes),
                old.memorySwappiness(),
                old.oomKillDisable(),
                byQuota ? wanted.nanoCpus() : wanted.nanoCpus().or(old::nanoCpus),
                wanted.cpuShares().or(old::cpuShares),
                byNumber
                        ? wanted.cpuPeriodMicros()
                        : wanted.cpuPeriodMicros().or(old::cpuPeriodMicros),
                byNumber
                        ? wanted.cpuQuotaMicros()
                        : wanted.cpuQuotaMicros().or(old::cpuQuotaMicros),
                wanted.cpuRealtimePeriodMicros().or(old::cpuRealtimePeriodMicros),
                wanted.cpuRealtimeRuntimeMicros().or(old::cpuRealtimeRuntimeMicros),
                wanted.cpusetCpus().or(old::cpusetCpus),
                wanted.cpusetMems().or(old::cpusetMems),
                wanted.pids().or(old::pids),
                wanted.blkioWeight().or(old::blkioWeight),
                old.deviceThrottles(),
                old.ulimits(),
                old.unified(),
                old.hugepageBytes());
    }

    /// Of a container's limits those that the change is about, with those beside which they mean
    /// something: memory with swap, a quota with its period.
    public Limits touched(Limits all) {
        boolean memory = wanted.memoryBytes().isPresent() || wanted.memorySwapBytes().isPresent();
        boolean processors =
                wanted.nanoCpus().isPresent()
                        || wanted.cpuPeriodMicros().isPresent()
                        || wanted.cpuQuotaMicros().isPresent();
        Limits none = Limits.NONE;
        Limits paired = memory ? all : none;
        Limits timed = processors ? all : none;
        return new Limits(
                paired.memoryBytes(),
                paired.memorySwapBytes(),
                where(wanted.memoryReservationBytes(), all.memoryReservationBytes()),
                Optional.empty(),
                false,
                timed.nanoCpus(),
                where(wanted.cpuShares(), all.cpuShares()),
                timed.cpuPeriodMicros(),
                timed.cpuQuotaMicros(),
                where(wanted.cpuRealtimePeriodMicros(), all.cpuRealtimePeriodMicros()),
                where(wanted.cpuRealtimeRuntimeMicros(), all.cpuRealtimeRuntimeMicros()),
                where(wanted.cpusetCpus(), all.cpusetCpus()),
                where(wanted.cpusetMems(), all.cpusetMems()),
                where(wanted.pids(), all.pids()),
                where(wanted.blkioWeight(), all.blkioWeight()),
                none.deviceThrottles(),
                none.ulimits(),
                none.unified(),
                none.hugepageBytes());
    }

    private static <T> Optional<T> where(Optional<T> asked, Optional<T> value) {
        return asked.isPresent() ? value : Optional.empty();
    }
}
