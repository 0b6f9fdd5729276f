package dev.hako.plan;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import java.util.LinkedHashMap;
import java.util.Map;

/// Parts of the specification that no plan does. Each is refused, with the reason.
final class Unsupported {
    private Unsupported() {}

    /// @param custody who looks after the program: whoever takes it over moves devices
    static void refuse(Spec spec, Linux linux, Isolation isolation, Custody custody) {
        if (linux.intelRdt() != null) {
            throw Refusal.feature(
                    "intelRdt",
                    "allocating processor caches is not supported",
                    "leave intelRdt out");
        }
        if (!linux.netDevices().isEmpty() && !isolation.has(Namespace.Type.NETWORK)) {
            throw Refusal.invalid(
                    "netDevices " + linux.netDevices().keySet(),
                    "the container has the host's network");
        }
        if (!linux.netDevices().isEmpty() && !(custody instanceof Handover)) {
            throw Refusal.feature(
                    "netDevices " + linux.netDevices().keySet(),
                    "moving network devices of the host is not supported",
                    "leave netDevices out and attach a network instead");
        }
        boolean affinity = spec.process() != null && spec.process().execCpuAffinity() != null;
        if (affinity) {
            throw Refusal.invalid(
                    "execCpuAffinity", "it is for processes that join a running container");
        }
        if (!isolation.isFresh(Namespace.Type.MOUNT)) {
            refuseWalls(spec, linux, isolation);
        }
    }

    /// What is hidden in a mount namespace that others have, too, is hidden by no wall: a root that
    /// chroot(2) has made can be left. Kernel parameters are written through procfs, and the one
    /// seen in a namespace that is joined could be anything. Where nothing is mounted, the root is
    /// as it is found.
    private static void refuseWalls(Spec spec, Linux linux, Isolation isolation) {
        boolean found = SharedPlace.isFound(spec, isolation);
        Map<String, Boolean> wanted = new LinkedHashMap<>();
        wanted.put("devices", found && !linux.devices().isEmpty());
        wanted.put("maskedPaths", !linux.maskedPaths().isEmpty());
        wanted.put("readonlyPaths", !linux.readonlyPaths().isEmpty());
        wanted.put("sysctl", !linux.sysctl().isEmpty());
        wanted.forEach((field, present) -> {
            if (present) {
                throw Refusal.feature(
                        field,
                        "the container has no mount namespace of its own",
                        "leave " + field + " out, or give it one");
            }
        });
    }
}
