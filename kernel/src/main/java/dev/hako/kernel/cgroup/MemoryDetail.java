package dev.hako.kernel.cgroup;

import java.util.Optional;
import java.util.OptionalLong;

/// What the memory of a group and those below it is made of.
///
/// @param anonymousBytes that no file has
/// @param faults of pages, since the group was made
/// @param majorFaults those for which a disk was read
/// @param swapBytes that are swapped out
/// @param swapLimitBytes how many may be, if there is a limit
public record MemoryDetail(
        long anonymousBytes,
        long faults,
        long majorFaults,
        long swapBytes,
        OptionalLong swapLimitBytes) {
    /// That of a group, unless memory is not controlled there.
    public static Optional<MemoryDetail> of(Cgroup group) {
        return group.find("memory.stat")
                .map(stat ->
                        switch (group.hierarchy().version()) {
                            case V1 -> v1(stat);
                            case V2 ->
                                    v2(
                                            stat,
                                            group.find("memory.swap.current").orElse(""),
                                            group.find("memory.swap.max").orElse(""));
                        });
    }

    /// Version 1 limits memory and swap together: there is no number for swap alone.
    static MemoryDetail v1(String stat) {
        KeyedText all = KeyedText.parse(stat);
        return new MemoryDetail(
                all.orZero("total_rss"),
                all.orZero("total_pgfault"),
                all.orZero("total_pgmajfault"),
                all.orZero("total_swap"),
                OptionalLong.empty());
    }

    static MemoryDetail v2(String stat, String swap, String swapLimit) {
        KeyedText all = KeyedText.parse(stat);
        return new MemoryDetail(
                all.orZero("anon"),
                all.orZero("pgfault"),
                all.orZero("pgmajfault"),
                KeyedText.parseNumber(swap).orElse(0),
                KeyedText.parseNumber(swapLimit));
    }
}
