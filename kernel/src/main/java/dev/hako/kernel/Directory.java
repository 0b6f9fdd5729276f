package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/// Listing a directory: getdents64(2).
public final class Directory {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG_UNALIGNED.withName("d_ino"),
                            JAVA_LONG_UNALIGNED.withName("d_off"),
                            JAVA_SHORT_UNALIGNED.withName("d_reclen"),
                            JAVA_BYTE.withName("d_type"))
                    .withName("linux_dirent64");

    private static final long INO = Struct.offset(LAYOUT, "d_ino");
    private static final long RECLEN = Struct.offset(LAYOUT, "d_reclen");
    private static final long TYPE = Struct.offset(LAYOUT, "d_type");
    private static final long NAME = LAYOUT.byteSize();
    private static final int BUFFER = 1 << 15;

    private Directory() {}

    /// All entries but `.` and `..`, in the file system's order. The descriptor must be open for
    /// reading, not `O_PATH`; its position changes.
    public static List<DirectoryEntry> list(Fd dir) {
        dir.seek(0, 0);
        List<DirectoryEntry> entries = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER);
            long length = read(dir, buffer);
            while (length > 0) {
                addAll(entries, buffer.asSlice(0, length));
                length = read(dir, buffer);
            }
        }
        return entries;
    }

    private static long read(Fd dir, MemorySegment buffer) {
        return check(FileCalls.getdents64(dir.number(), buffer, BUFFER), "getdents64", dir);
    }

    private static void addAll(List<DirectoryEntry> entries, MemorySegment records) {
        long at = 0;
        while (at < records.byteSize()) {
            int length = Short.toUnsignedInt(records.get(JAVA_SHORT_UNALIGNED, at + RECLEN));
            NativePath name = name(records.asSlice(at + NAME, length - NAME));
            if (!isDots(name)) {
                FileType type = FileType.ofDirectoryEntry(records.get(JAVA_BYTE, at + TYPE));
                long ino = records.get(JAVA_LONG_UNALIGNED, at + INO);
                entries.add(new DirectoryEntry(name, type, ino));
            }
            at += length;
        }
    }

    private static NativePath name(MemorySegment terminated) {
        long length = 0;
        while (terminated.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        return NativePath.of(terminated.asSlice(0, length).toArray(JAVA_BYTE));
    }

    private static boolean isDots(NativePath name) {
        String text = name.length() <= 2 ? name.toString() : "";
        return text.equals(".") || text.equals("..");
    }
}
