package dev.hako.kernel.cgroup;

import java.util.Optional;
import java.util.OptionalLong;

/// What the memory of a group and those below it is for, and how it got on with its limit.
///
/// @param cacheBytes of files
/// @param mappedBytes of files that processes have mapped
/// @param kernelBytes that the kernel has for the group; not told by every kernel
/// @param peakBytes the most there ever was; not told by every kernel
/// @param limitHits how often the limit was reached
public record MemoryParts(
        long cacheBytes,
        long mappedBytes,
        OptionalLong kernelBytes,
        OptionalLong peakBytes,
        long limitHits) {
    /// Those of a group, unless memory is not controlled there.
    public static Optional<MemoryParts> of(Cgroup group) {
        return group.find("memory.stat")
                .map(stat ->
                        switch (group.hierarchy().version()) {
                            case V1 ->
                                    v1(
                                            stat,
                                            group.find("memory.kmem.usage_in_bytes").orElse(""),
                                            group.find("memory.max_usage_in_bytes").orElse(""),
                                            group.find("memory.failcnt").orElse(""));
                            case V2 ->
                                    v2(
                                            stat,
                                            group.find("memory.peak").orElse(""),
                                            group.find("memory.events").orElse(""));
                        });
    }

    static MemoryParts v1(String stat, String kernel, String peak, String hits) {
        KeyedText all = KeyedText.parse(stat);
        return new MemoryParts(
                all.orZero("total_cache"),
                all.orZero("total_mapped_file"),
                KeyedText.parseNumber(kernel),
                KeyedText.parseNumber(peak),
                KeyedText.parseNumber(hits).orElse(0));
    }

    static MemoryParts v2(String stat, String peak, String events) {
        KeyedText all = KeyedText.parse(stat);
        return new MemoryParts(
                all.orZero("file"),
                all.orZero("file_mapped"),
                all.number("kernel"),
                KeyedText.parseNumber(peak),
                KeyedText.parse(events).orZero("max"));
    }
}
