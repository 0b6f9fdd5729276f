package dev.hako.kernel.cgroup;

import java.util.Optional;
import java.util.OptionalLong;

/// The memory of a group and those below it.
///
/// @param usageBytes all that is charged, page cache included
/// @param limitBytes what may be charged, if there is a limit
/// @param inactiveFileBytes page cache that can be dropped at once
/// @param oomKills processes killed for want of memory
public record MemoryStats(
        long usageBytes, OptionalLong limitBytes, long inactiveFileBytes, long oomKills) {
    /// Version 1 has no word for "no limit": it is a number of whole pages near 2⁶³.
    private static final long V1_UNLIMITED = 1L << 60;

    /// Those of a group, unless memory is not controlled there.
    public static Optional<MemoryStats> of(Cgroup group) {
        return switch (group.hierarchy().version()) {
            case V1 ->
                    group.find("memory.usage_in_bytes")
                            .map(usage ->
                                    v1(
                                            usage,
                                            group.find("memory.limit_in_bytes").orElse(""),
                                            group.find("memory.stat").orElse(""),
                                            group.find("memory.oom_control").orElse("")));
            case V2 ->
                    group.find("memory.current")
                            .map(usage ->
                                    v2(
                                            usage,
                                            group.find("memory.max").orElse(""),
                                            group.find("memory.stat").orElse(""),
                                            group.find("memory.events").orElse("")));
        };
    }

    static MemoryStats v1(String usage, String limit, String stat, String oomControl) {
        OptionalLong bytes = KeyedText.parseNumber(limit);
        return new MemoryStats(
                KeyedText.parseNumber(usage).orElse(0),
                bytes.orElse(V1_UNLIMITED) >= V1_UNLIMITED ? OptionalLong.empty() : bytes,
                KeyedText.parse(stat).orZero("total_inactive_file"),
                KeyedText.parse(oomControl).orZero("oom_kill"));
    }

    static MemoryStats v2(String usage, String limit, String stat, String events) {
        return new MemoryStats(
                KeyedText.parseNumber(usage).orElse(0),
                KeyedText.parseNumber(limit),
                KeyedText.parse(stat).orZero("inactive_file"),
                KeyedText.parse(events).orZero("oom_kill"));
    }

    /// What cannot be dropped at once: the figure schedulers and `stats` commands show.
    public long workingSetBytes() {
        return Math.max(0, usageBytes - inactiveFileBytes);
    }
}
