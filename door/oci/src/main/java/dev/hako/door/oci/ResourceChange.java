package dev.hako.door.oci;

import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Resources;
import org.jspecify.annotations.Nullable;

/// New limits beside those that hold. What is not named stays; so does what is 0, with which
/// callers say that they do not mean it.
///
/// @param before all limits that hold
/// @param named what the caller wants
record ResourceChange(Resources before, Resources named) {
    ResourceChange {
        named = withoutZeros(named);
    }

    /// What is to be written. Files that hold two limits need both, so of memory and processor time
    /// there is also what was so before.
    Resources toWrite() {
        return named.with(r ->
                r.memory(memory(before.memory(), named.memory()))
                        .cpu(cpu(before.cpu(), named.cpu())));
    }

    /// All limits that hold then.
    Resources after() {
        Resources written = toWrite();
        return before.with(r -> {
            r.memory(written.memory() == null ? before.memory() : written.memory());
            r.cpu(written.cpu() == null ? before.cpu() : written.cpu());
            r.pids(named.pids() == null ? before.pids() : named.pids());
            r.blockIo(named.blockIo() == null ? before.blockIo() : named.blockIo());
            if (!named.hugepageLimits().isEmpty()) {
                r.hugepageLimits(named.hugepageLimits());
            }
            if (!named.unified().isEmpty()) {
                r.unified(named.unified());
            }
        });
    }

    private static Resources withoutZeros(Resources named) {
        return named.with(r -> {
            r.memory(withoutZeros(named.memory())).cpu(withoutZeros(named.cpu()));
            if (named.pids() != null && named.pids().limit() == 0) {
                r.pids(null);
            }
        });
    }

    private static @Nullable MemoryResources withoutZeros(@Nullable MemoryResources memory) {
        return memory == null
                ? null
                : new MemoryResources(
                        set(memory.limitBytes()),
                        set(memory.reservationBytes()),
                        set(memory.swapBytes()),
                        set(memory.kernelBytes()),
                        set(memory.kernelTcpBytes()),
                        memory.swappiness(),
                        memory.disableOomKiller(),
                        memory.useHierarchy(),
                        memory.checkBeforeUpdate());
    }

    private static @Nullable CpuResources withoutZeros(@Nullable CpuResources cpu) {
        return cpu == null
                ? null
                : new CpuResources(
                        set(cpu.shares()),
                        set(cpu.quotaMicros()),
                        cpu.burstMicros(),
                        set(cpu.periodMicros()),
                        set(cpu.realtimeRuntimeMicros()),
                        set(cpu.realtimePeriodMicros()),
                        cpu.cpus(),
                        cpu.mems(),
                        cpu.idle());
    }

    private static @Nullable Long set(@Nullable Long value) {
        return value == null || value == 0 ? null : value;
    }

    private static @Nullable MemoryResources memory(
            @Nullable MemoryResources old, @Nullable MemoryResources named) {
        if (old == null || named == null) {
            return named;
        }
        return new MemoryResources(
                or(named.limitBytes(), old.limitBytes()),
                or(named.reservationBytes(), old.reservationBytes()),
                or(named.swapBytes(), old.swapBytes()),
                named.kernelBytes(),
                or(named.kernelTcpBytes(), old.kernelTcpBytes()),
                or(named.swappiness(), old.swappiness()),
                named.disableOomKiller() || old.disableOomKiller(),
                named.useHierarchy(),
                named.checkBeforeUpdate() || old.checkBeforeUpdate());
    }

    private static @Nullable CpuResources cpu(
            @Nullable CpuResources old, @Nullable CpuResources named) {
        if (old == null || named == null) {
            return named;
        }
        return new CpuResources(
                or(named.shares(), old.shares()),
                or(named.quotaMicros(), old.quotaMicros()),
                or(named.burstMicros(), old.burstMicros()),
                or(named.periodMicros(), old.periodMicros()),
                or(named.realtimeRuntimeMicros(), old.realtimeRuntimeMicros()),
                or(named.realtimePeriodMicros(), old.realtimePeriodMicros()),
                named.cpus() == null ? old.cpus() : named.cpus(),
                named.mems() == null ? old.mems() : named.mems(),
                or(named.idle(), old.idle()));
    }

    private static @Nullable Long or(@Nullable Long value, @Nullable Long otherwise) {
        return value == null ? otherwise : value;
    }
}
