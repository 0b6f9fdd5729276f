package dev.hako.kernel;

/// One numbering of system calls, as a seccomp filter meets it.
///
/// A kernel serves several at once: an x86_64 kernel also i386 and x32 programs, an aarch64 kernel
/// also 32-bit ARM ones. Source: `linux/audit.h`, seccomp(2).
public enum SyscallAbi {
    X86_64(0xC000003E, 0, 64),
    I386(0x40000003, 0, 32),
    /// 32-bit pointers on x86_64: same audit architecture, told apart by a bit of the number.
    X32(0xC000003E, 0x40000000, 32),
    AARCH64(0xC00000B7, 0, 64),
    ARM(0x40000028, 0, 32);

    private final int auditArch;
    private final int numberBit;
    private final int wordBits;

    SyscallAbi(int auditArch, int numberBit, int wordBits) {
        this.auditArch = auditArch;
        this.numberBit = numberBit;
        this.wordBits = wordBits;
    }

    /// `AUDIT_ARCH_…`, the value of `seccomp_data.arch`.
    public int auditArch() {
        return auditArch;
    }

    /// The bit every number of this numbering carries: `__X32_SYSCALL_BIT` for x32, else 0.
    public int numberBit() {
        return numberBit;
    }

    /// Bits of an argument that reach the kernel: 32 or 64.
    public int wordBits() {
        return wordBits;
    }
}
