package dev.hako.compare.cri;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A runtime that serves kubelets, and what has to be known to ask it for pods.
///
/// @param name as the report calls it
/// @param warmUps how many pods it takes until one is like the other
/// @param kubelet who asks it
/// @param image the name of [ProbeImage] there
/// @param cgroupParent the control group that pods are to be below; empty for the runtime's own
///   choice
/// @param logs the folder that pods' logs are below
/// @param processes all that work for it, its containers' included; none where nobody knows
/// @param cpuNanos the processor time of all that works for it, once that rests; zero where nobody
///   knows
public record CriEndpoint(
        String name,
        int warmUps,
        Kubelet kubelet,
        String image,
        String cgroupParent,
        String logs,
        Supplier<List<Long>> processes,
        LongSupplier cpuNanos) {
    long restedNanos() {
        return cpuNanos.getAsLong();
    }
}
