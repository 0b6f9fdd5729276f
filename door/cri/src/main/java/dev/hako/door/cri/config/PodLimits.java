package dev.hako.door.cri.config;

import dev.hako.cri.v1.LinuxContainerResources;
import dev.hako.engine.config.Limits;

/// How much a whole pod may use: what its containers may together, and what its RuntimeClass says
/// that running it costs besides.
///
/// @param mapping of the words
public record PodLimits(ResourceMapping mapping) {
    /// Both together.
    ///
    /// @throws dev.hako.failure.Failure `INVALID` naming what cannot be
    public Limits of(LinuxContainerResources resources, LinuxContainerResources overhead) {
        return mapping.of(
                resources.toBuilder()
                        .setCpuShares(
                                sum(
                                        "cpu_shares",
                                        resources.getCpuShares(),
                                        overhead.getCpuShares()))
                        .setCpuQuota(
                                sum("cpu_quota", resources.getCpuQuota(), overhead.getCpuQuota()))
                        .setMemoryLimitInBytes(
                                sum(
                                        "memory_limit_in_bytes",
                                        resources.getMemoryLimitInBytes(),
                                        overhead.getMemoryLimitInBytes()))
                        .build());
    }

    /// What is not limited is not limited by a cost either.
    private static long sum(String field, long limit, long cost) {
        if (limit <= 0 || cost <= 0) {
            return limit;
        }
        try {
            return Math.addExact(limit, cost);
        } catch (ArithmeticException e) {
            throw dev.hako.failure.Failure.invalid(
                    field + ": " + limit + " and " + cost + " are too much together");
        }
    }
}
