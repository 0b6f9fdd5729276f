package dev.hako.plan;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Spec;

/// Parts of the specification that no plan does. Each is refused, with the reason.
final class Unsupported {
    private Unsupported() {}

    static void refuse(Spec spec, Linux linux) {
        if (linux.intelRdt() != null) {
            throw Refusal.feature(
                    "intelRdt",
                    "allocating processor caches is not supported",
                    "leave intelRdt out");
        }
        if (!linux.netDevices().isEmpty()) {
            throw Refusal.feature(
                    "netDevices " + linux.netDevices().keySet(),
                    "moving network devices of the host is not supported",
                    "leave netDevices out and attach a network instead");
        }
        if (linux.mountLabel() != null && !linux.mountLabel().isEmpty()) {
            throw Refusal.feature(
                    "mountLabel " + linux.mountLabel(),
                    "SELinux labels are not supported",
                    "leave the label out");
        }
        boolean affinity = spec.process() != null && spec.process().execCpuAffinity() != null;
        if (affinity) {
            throw Refusal.invalid(
                    "execCpuAffinity", "it is for processes that join a running container");
        }
    }
}
