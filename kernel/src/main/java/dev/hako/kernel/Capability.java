package dev.hako.kernel;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One piece of root's power: capabilities(7). The constants have the kernel's names and bits.
public enum Capability {
    CAP_CHOWN(0),
    CAP_DAC_OVERRIDE(1),
    CAP_DAC_READ_SEARCH(2),
    CAP_FOWNER(3),
    CAP_FSETID(4),
    CAP_KILL(5),
    CAP_SETGID(6),
    CAP_SETUID(7),
    CAP_SETPCAP(8),
    CAP_LINUX_IMMUTABLE(9),
    CAP_NET_BIND_SERVICE(10),
    CAP_NET_BROADCAST(11),
    CAP_NET_ADMIN(12),
    CAP_NET_RAW(13),
    CAP_IPC_LOCK(14),
    CAP_IPC_OWNER(15),
    CAP_SYS_MODULE(16),
    CAP_SYS_RAWIO(17),
    CAP_SYS_CHROOT(18),
    CAP_SYS_PTRACE(19),
    CAP_SYS_PACCT(20),
    CAP_SYS_ADMIN(21),
    CAP_SYS_BOOT(22),
    CAP_SYS_NICE(23),
    CAP_SYS_RESOURCE(24),
    CAP_SYS_TIME(25),
    CAP_SYS_TTY_CONFIG(26),
    CAP_MKNOD(27),
    CAP_LEASE(28),
    CAP_AUDIT_WRITE(29),
    CAP_AUDIT_CONTROL(30),
    CAP_SETFCAP(31),
    CAP_MAC_OVERRIDE(32),
    CAP_MAC_ADMIN(33),
    CAP_SYSLOG(34),
    CAP_WAKE_ALARM(35),
    CAP_BLOCK_SUSPEND(36),
    CAP_AUDIT_READ(37),
    CAP_PERFMON(38),
    CAP_BPF(39),
    CAP_CHECKPOINT_RESTORE(40);

    private static final Capability[] BY_BIT = values();
    private static final Map<String, Capability> BY_NAME =
            Arrays.stream(BY_BIT).collect(toUnmodifiableMap(Capability::name, c -> c));

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    /// Reads a name as people write it: `CAP_SYS_ADMIN`, `sys_admin`.
    public static Optional<Capability> parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("CAP_") ? upper : "CAP_" + upper;
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// The capability of a bit, or nothing if none is known.
    public static Optional<Capability> ofBit(int bit) {
        return bit >= 0 && bit < BY_BIT.length ? Optional.of(BY_BIT[bit]) : Optional.empty();
    }

    /// The highest bit the running kernel knows: `/proc/sys/kernel/cap_last_cap`.
    public static int lastOfKernel() {
        return Integer.parseInt(ProcFile.read("/proc/sys/kernel/cap_last_cap").strip());
    }

    /// Its place in a set, 0 to 40.
    public int bit() {
        return bit;
    }
}
