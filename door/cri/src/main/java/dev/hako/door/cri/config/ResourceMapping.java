package dev.hako.door.cri.config;

import dev.hako.cri.v1.HugepageLimit;
import dev.hako.cri.v1.LinuxContainerResources;
import dev.hako.engine.config.Limits;
import dev.hako.failure.Failure;
import java.util.LinkedHashMap;
import java.util.Map;

/// How much the program may use, both ways. Zero and empty are not said.
///
/// @param hugePages whether this engine can limit them
public record ResourceMapping(boolean hugePages) {
    /// The limits that are asked for.
    ///
    /// @throws Failure `INVALID` naming what cannot be
    public Limits of(LinuxContainerResources resources) {
        Limits.Builder limits = new Limits.Builder();
        if (resources.getCpuPeriod() != 0) {
            limits.cpuPeriodMicros(notNegative("cpu_period", resources.getCpuPeriod()));
        }
        if (resources.getCpuQuota() != 0) {
            limits.cpuQuotaMicros(resources.getCpuQuota());
        }
        if (resources.getCpuShares() != 0) {
            limits.cpuShares(notNegative("cpu_shares", resources.getCpuShares()));
        }
        memory(resources, limits);
        if (!resources.getCpusetCpus().isEmpty()) {
            limits.cpusetCpus(resources.getCpusetCpus());
        }
        if (!resources.getCpusetMems().isEmpty()) {
            limits.cpusetMems(resources.getCpusetMems());
        }
        return limits.unified(resources.getUnifiedMap())
                .hugepageBytes(hugePages(resources))
                .build();
    }

    private static void memory(LinuxContainerResources resources, Limits.Builder limits) {
        long memory = resources.getMemoryLimitInBytes();
        if (memory > 0) {
            limits.memoryBytes(memory);
        }
        if (memory > 0 && resources.getMemorySwapLimitInBytes() != 0) {
            limits.memorySwapBytes(resources.getMemorySwapLimitInBytes());
        }
    }

    private static long notNegative(String field, long value) {
        if (value < 0) {
            throw Failure.invalid(field + ": " + value + " is below 0");
        }
        return value;
    }

    /// The kubelet limits pages of every size that there is to nothing where none are asked for:
    /// without means to limit them there are none to be had either.
    private Map<String, Long> hugePages(LinuxContainerResources resources) {
        Map<String, Long> bySize = new LinkedHashMap<>();
        for (HugepageLimit limit : resources.getHugepageLimitsList()) {
            if (hugePages || limit.getLimit() != 0) {
                bySize.put(limit.getPageSize(), limit.getLimit());
            }
        }
        return bySize;
    }

    /// The limits that hold, as they are told.
    ///
    /// @param oomScore is never changed
    public static LinuxContainerResources told(Limits limits, long oomScore) {
        LinuxContainerResources.Builder told =
                LinuxContainerResources.newBuilder()
                        .setOomScoreAdj(oomScore)
                        .putAllUnified(limits.unified());
        limits.cpuPeriodMicros().ifPresent(told::setCpuPeriod);
        limits.cpuQuotaMicros().ifPresent(told::setCpuQuota);
        limits.cpuShares().ifPresent(told::setCpuShares);
        limits.memoryBytes().ifPresent(told::setMemoryLimitInBytes);
        limits.memorySwapBytes().ifPresent(told::setMemorySwapLimitInBytes);
        limits.cpusetCpus().ifPresent(told::setCpusetCpus);
        limits.cpusetMems().ifPresent(told::setCpusetMems);
        limits.hugepageBytes()
                .forEach((size, bytes) ->
                        told.addHugepageLimits(
                                HugepageLimit.newBuilder().setPageSize(size).setLimit(bytes)));
        return told.build();
    }
}
