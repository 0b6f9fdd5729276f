package dev.hako.oci.hardening;

import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.DeviceRule;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.User;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A [Spec] as strong as Docker's: the same namespaces (and a cgroup namespace on cgroup v1 too),
/// capabilities, mounts, devices, hidden paths and system calls. Whoever wants more or less changes
/// the result with [Spec#with].
public final class HardenedSpec {
    /// What root in a container may do.
    public static final List<String> CAPABILITIES =
            List.of(
                    "CAP_CHOWN",
                    "CAP_DAC_OVERRIDE",
                    "CAP_FSETID",
                    "CAP_FOWNER",
                    "CAP_MKNOD",
                    "CAP_NET_RAW",
                    "CAP_SETGID",
                    "CAP_SETUID",
                    "CAP_SETFCAP",
                    "CAP_SETPCAP",
                    "CAP_NET_BIND_SERVICE",
                    "CAP_SYS_CHROOT",
                    "CAP_KILL",
                    "CAP_AUDIT_WRITE");

    /// All but the user and the time namespace.
    public static final List<Namespace> NAMESPACES =
            Stream.of(
                            Namespace.Type.MOUNT,
                            Namespace.Type.NETWORK,
                            Namespace.Type.UTS,
                            Namespace.Type.PID,
                            Namespace.Type.IPC,
                            Namespace.Type.CGROUP)
                    .map(Namespace::fresh)
                    .toList();

    /// What every container has mounted, in order.
    public static final List<Mount> MOUNTS =
            List.of(
                    Mount.of("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
                    Mount.of(
                            "/dev",
                            "tmpfs",
                            "tmpfs",
                            "nosuid",
                            "strictatime",
                            "mode=755",
                            "size=65536k"),
                    Mount.of(
                            "/dev/pts",
                            "devpts",
                            "devpts",
                            "nosuid",
                            "noexec",
                            "newinstance",
                            "ptmxmode=0666",
                            "mode=0620",
                            "gid=5"),
                    Mount.of("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
                    Mount.of(
                            "/sys/fs/cgroup",
                            "cgroup",
                            "cgroup",
                            "ro",
                            "nosuid",
                            "noexec",
                            "nodev"),
                    Mount.of("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
                    Mount.of(
                            "/dev/shm",
                            "tmpfs",
                            "shm",
                            "nosuid",
                            "noexec",
                            "nodev",
                            "mode=1777",
                            "size=64m"));

    /// Where the kernel would tell what is the host's alone. A processor's heat is a side channel
    /// too; its paths are added for each of the machine's processors.
    public static final List<String> MASKED_PATHS =
            List.of(
                    "/proc/acpi",
                    "/proc/asound",
                    "/proc/interrupts",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/sys/devices/virtual/powercap",
                    "/sys/firmware");

    /// Where root in a container could otherwise change the host.
    public static final List<String> READONLY_PATHS =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /// Any node may be made, but only harmless ones opened: null, zero, full, random, urandom, tty,
    /// console, ptmx and pseudo-terminals.
    public static final List<DeviceRule> DEVICE_RULES =
            List.of(
                    DeviceRule.all(false),
                    character(null, null, "m"),
                    new DeviceRule(true, DeviceRule.Type.BLOCK, null, null, "m"),
                    character(1L, 3L, "rwm"),
                    character(1L, 5L, "rwm"),
                    character(1L, 7L, "rwm"),
                    character(1L, 8L, "rwm"),
                    character(1L, 9L, "rwm"),
                    character(5L, 0L, "rwm"),
                    character(5L, 1L, "rwm"),
                    character(5L, 2L, "rwm"),
                    character(136L, null, "rwm"));

    /// The container's network namespace is its own, so even its ordinary users may take any port.
    public static final Map<String, String> SYSCTL =
            Map.of("net.ipv4.ip_unprivileged_port_start", "0");

    private HardenedSpec() {}

    /// The spec of such a container on such a machine.
    public static Spec of(ContainerOutline outline, Machine machine) {
        Process process = outline.process();
        Capabilities capabilities = capabilities(outline.capabilities(), process.user());
        return Spec.of(outline.root(), process.with(p -> p.capabilities(capabilities)))
                .with(spec ->
                        spec.hostname(outline.hostname())
                                .mounts(MOUNTS)
                                .linux(linux(outline, machine)));
    }

    /// The sets of a process that starts as `user`: only root's are effective, others can gain them
    /// through a program with file capabilities at most.
    public static Capabilities capabilities(List<String> names, User user) {
        boolean root = user.uid() == 0;
        return root
                ? Capabilities.bounded(names)
                : new Capabilities(names, List.of(), List.of(), List.of(), List.of());
    }

    /// The paths to mask on this machine.
    public static List<String> maskedPaths(Machine machine) {
        Stream<String> heat =
                IntStream.range(0, machine.processors())
                        .mapToObj(n -> "/sys/devices/system/cpu/cpu" + n + "/thermal_throttle");
        return Stream.concat(MASKED_PATHS.stream(), heat).toList();
    }

    private static Linux linux(ContainerOutline outline, Machine machine) {
        Seccomp seccomp = SeccompProfile.standard().resolve(outline.capabilities(), machine);
        return Linux.NONE.with(linux ->
                linux.namespaces(NAMESPACES)
                        .cgroupsPath(outline.cgroupsPath())
                        .resources(Resources.NONE.with(r -> r.devices(DEVICE_RULES)))
                        .sysctl(SYSCTL)
                        .seccomp(seccomp)
                        .maskedPaths(maskedPaths(machine))
                        .readonlyPaths(READONLY_PATHS));
    }

    private static DeviceRule character(@Nullable Long major, @Nullable Long minor, String access) {
        return new DeviceRule(true, DeviceRule.Type.CHARACTER, major, minor, access);
    }
}
