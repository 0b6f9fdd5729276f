package dev.hako.kernel.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A filter as the kernel takes it.
///
/// @param instructions at most 4,096
public record BpfProgram(List<BpfInstruction> instructions) {
    /// `BPF_MAXINSNS`.
    public static final int LONGEST = 4096;

    private static final int INSTRUCTION_BYTES = 8;

    public BpfProgram {
        instructions = List.copyOf(instructions);
        if (instructions.size() > LONGEST) {
            throw new IllegalArgumentException(
                    "the seccomp filter has "
                            + instructions.size()
                            + " instructions, more than the "
                            + LONGEST
                            + " Linux takes; hint: use fewer rules with tests on arguments");
        }
    }

    public int length() {
        return instructions.size();
    }

    /// The array of `struct sock_filter`: 8 bytes an instruction, little-endian.
    public byte[] bytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(INSTRUCTION_BYTES * length()).order(ByteOrder.LITTLE_ENDIAN);
        for (BpfInstruction instruction : instructions) {
            bytes.putShort((short) instruction.code());
            bytes.put((byte) instruction.jt());
            bytes.put((byte) instruction.jf());
            bytes.putInt(instruction.k());
        }
        return bytes.array();
    }
}
