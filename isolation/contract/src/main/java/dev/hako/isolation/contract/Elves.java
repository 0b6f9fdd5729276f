package dev.hako.isolation.contract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Programs that cannot run, made byte by byte after elf(5).
final class Elves {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int EM_S390 = 22;
    private static final short ET_EXEC = 2;
    private static final int PT_INTERP = 3;

    private Elves() {}

    /// A program of this machine that wants a loader.
    static byte[] dynamic(String loader) {
        byte[] path = (loader + "\0").getBytes(StandardCharsets.US_ASCII);
        int host = System.getProperty("os.arch").equals("aarch64") ? 183 : 62;
        ByteBuffer elf = ByteBuffer.allocate(HEADER + PROGRAM_HEADER + path.length);
        header(elf.order(ByteOrder.LITTLE_ENDIAN), host, 1);
        elf.position(HEADER).putInt(PT_INTERP).putInt(4).putLong(HEADER + PROGRAM_HEADER);
        elf.putLong(0).putLong(0).putLong(path.length).putLong(path.length).putLong(1);
        return elf.put(path).array();
    }

    /// A program of a machine that is big-endian, and surely not this one.
    static byte[] foreign() {
        ByteBuffer elf = ByteBuffer.allocate(HEADER + PROGRAM_HEADER);
        header(elf.order(ByteOrder.BIG_ENDIAN), EM_S390, 0);
        return elf.array();
    }

    private static void header(ByteBuffer elf, int machine, int segments) {
        byte data = (byte) (elf.order() == ByteOrder.LITTLE_ENDIAN ? 1 : 2);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, data, 1}).position(16);
        elf.putShort(ET_EXEC).putShort((short) machine).putInt(1);
        elf.putLong(0).putLong(HEADER).putLong(0).putInt(0);
        elf.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) segments);
    }
}
