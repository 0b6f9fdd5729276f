package dev.hako.kernel.seccomp;

/// One instruction of the classic packet filter machine: `struct sock_filter`, linux/filter.h.
///
/// @param code what to do
/// @param jt how many instructions to skip if the comparison holds
/// @param jf how many instructions to skip if it does not
/// @param k its constant
public record BpfInstruction(int code, int jt, int jf, int k) {
    public static final int BPF_LD_W_ABS = 0x20;
    public static final int BPF_AND_K = 0x54;
    public static final int BPF_JA = 0x05;
    public static final int BPF_JEQ_K = 0x15;
    public static final int BPF_JGT_K = 0x25;
    public static final int BPF_JGE_K = 0x35;
    public static final int BPF_RET_K = 0x06;

    /// The farthest a comparison can skip.
    static final int LONGEST_SKIP = 255;

    public BpfInstruction {
        if (jt < 0 || jt > LONGEST_SKIP || jf < 0 || jf > LONGEST_SKIP) {
            throw new IllegalArgumentException("a comparison skips 0 to 255 instructions");
        }
    }
}
