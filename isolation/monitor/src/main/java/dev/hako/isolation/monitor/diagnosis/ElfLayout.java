package dev.hako.isolation.monitor.diagnosis;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Where elf(5) keeps its fields, for words of 32 and of 64 bits.
enum ElfLayout {
    ELF32(28, 44, 32, 4),
    ELF64(32, 56, 56, 8);

    /// The bytes of the longer file header.
    static final int HEADER = 64;

    private static final int EI_CLASS = 4;
    private static final int EI_DATA = 5;
    private static final int ELFCLASS64 = 2;
    private static final int ELFDATA2MSB = 2;
    private static final int E_MACHINE = 18;
    private static final int PT_INTERP = 3;

    private final int phoff;
    private final int phnum;
    private final int phentsize;
    private final int segmentOffset;

    ElfLayout(int phoff, int phnum, int phentsize, int segmentOffset) {
        this.phoff = phoff;
        this.phnum = phnum;
        this.phentsize = phentsize;
        this.segmentOffset = segmentOffset;
    }

    /// The layout of a header, whose byte order is set too.
    static ElfLayout of(ByteBuffer header) {
        header.order(
                header.get(EI_DATA) == ELFDATA2MSB
                        ? ByteOrder.BIG_ENDIAN
                        : ByteOrder.LITTLE_ENDIAN);
        return header.get(EI_CLASS) == ELFCLASS64 ? ELF64 : ELF32;
    }

    int machine(ByteBuffer header) {
        return Short.toUnsignedInt(header.getShort(E_MACHINE));
    }

    /// Where in the file the program headers are.
    long programHeaders(ByteBuffer header) {
        return word(header, phoff);
    }

    int programHeaderCount(ByteBuffer header) {
        return Short.toUnsignedInt(header.getShort(phnum));
    }

    int programHeaderSize() {
        return phentsize;
    }

    boolean isInterpreter(ByteBuffer programHeader) {
        return programHeader.getInt(0) == PT_INTERP;
    }

    /// Where in the file the segment is.
    long offset(ByteBuffer programHeader) {
        return word(programHeader, segmentOffset);
    }

    private long word(ByteBuffer bytes, int at) {
        return this == ELF64 ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
    }
}
