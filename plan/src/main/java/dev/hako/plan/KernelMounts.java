package dev.hako.plan;

import dev.hako.oci.runtime.Mount;
import java.util.Set;

/// What may be mounted where the kernel's own file systems are: a volume there would show through
/// masked paths, or make a program trust a forged procfs (CVE-2019-16884, CVE-2019-19921).
final class KernelMounts {
    /// Single files a container may be shown instead of the kernel's (as lxcfs does).
    private static final Set<String> REPLACEABLE =
            Set.of(
                    "proc/cpuinfo",
                    "proc/diskstats",
                    "proc/loadavg",
                    "proc/meminfo",
                    "proc/slabinfo",
                    "proc/stat",
                    "proc/swaps",
                    "proc/uptime",
                    "proc/sys/kernel/ns_last_pid");

    private KernelMounts() {}

    /// @throws dev.hako.failure.Failure if it must not be there
    static void check(Mount mount, MountOptions options, String source) {
        String relative = RootTree.relative(mount.destination());
        if (relative.isEmpty()) {
            throw Refusal.invalid("mount on /", "the root is not a mount of the specification");
        }
        boolean kernels = !options.bind() && isKernelType(mount.type());
        if (kernels && relative.indexOf('/') >= 0) {
            throw Refusal.invalid(
                    "mount on " + mount.destination(),
                    mount.type() + " must be mounted on a directory directly below the root");
        }
        if (relative.equals("proc")) {
            boolean procfs =
                    "proc".equals(mount.type()) || options.bind() && source.equals("/proc");
            require(procfs, mount, "only procfs may be mounted there");
        } else if (relative.startsWith("proc/")) {
            require(REPLACEABLE.contains(relative), mount, "it would cover a part of procfs");
        }
    }

    private static boolean isKernelType(@org.jspecify.annotations.Nullable String type) {
        return "proc".equals(type) || "sysfs".equals(type);
    }

    private static void require(boolean holds, Mount mount, String reason) {
        if (!holds) {
            throw Refusal.invalid("mount on " + mount.destination(), reason);
        }
    }
}
