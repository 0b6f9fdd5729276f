package dev.hako.image.archive;

import dev.hako.kernel.Fd;
import dev.hako.kernel.StatFs;
import java.util.Set;

/// File systems whose files are the kernel's answers and not somebody's data: magic numbers of
/// linux/magic.h.
public final class KernelFiles {
    private static final long SYSFS_MAGIC = 0x62656572;
    private static final long DEVPTS_SUPER_MAGIC = 0x1cd1;
    private static final long MQUEUE_MAGIC = 0x19800202;
    private static final long DEBUGFS_MAGIC = 0x64626720;
    private static final long TRACEFS_MAGIC = 0x74726163;
    private static final long SECURITYFS_MAGIC = 0x73636673;
    private static final long BPF_FS_MAGIC = 0xcafe4a11L;
    private static final Set<Long> MAGICS =
            Set.of(
                    StatFs.PROC_SUPER_MAGIC,
                    StatFs.CGROUP_SUPER_MAGIC,
                    StatFs.CGROUP2_SUPER_MAGIC,
                    StatFs.NSFS_MAGIC,
                    SYSFS_MAGIC,
                    DEVPTS_SUPER_MAGIC,
                    MQUEUE_MAGIC,
                    DEBUGFS_MAGIC,
                    TRACEFS_MAGIC,
                    SECURITYFS_MAGIC,
                    BPF_FS_MAGIC);

    private KernelFiles() {}

    /// Whether a file is on one.
    public static boolean isOn(Fd file) {
        return MAGICS.contains(StatFs.of(file).type());
    }
}
