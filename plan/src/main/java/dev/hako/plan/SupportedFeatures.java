package dev.hako.plan;

import dev.hako.kernel.Capability;
import dev.hako.oci.runtime.Features;
import dev.hako.oci.runtime.LinuxFeatures;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.SeccompAction;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.SyscallArg;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What of the specification plans do on this machine, as `features` tells it (features.md).
public final class SupportedFeatures {
    private static final String OLDEST = "1.0.0";

    private static final List<String> HOOKS =
            List.of(
                    "prestart",
                    "createRuntime",
                    "createContainer",
                    "startContainer",
                    "poststart",
                    "poststop");

    private SupportedFeatures() {}

    /// Those of this machine.
    public static Features here() {
        return new Features(
                OLDEST,
                Spec.VERSION,
                HOOKS,
                MountOptions.words(),
                linux(),
                Map.of(),
                List.of("dev.hako.isolation"));
    }

    private static LinuxFeatures linux() {
        int last = Capability.lastOfKernel();
        return new LinuxFeatures(
                List.of(Namespace.Type.values()),
                Arrays.stream(Capability.values())
                        .filter(capability -> capability.bit() <= last)
                        .map(Capability::name)
                        .toList(),
                new LinuxFeatures.Cgroup(true, true, true, true, true),
                seccomp(),
                true,
                true,
                false,
                true,
                true);
    }

    private static LinuxFeatures.SeccompSupport seccomp() {
        List<Seccomp.Flag> flags = List.of(Seccomp.Flag.values());
        return new LinuxFeatures.SeccompSupport(
                true,
                List.of(SeccompAction.values()),
                List.of(SyscallArg.Operator.values()),
                SeccompStep.architectures(),
                flags,
                flags);
    }
}
