package dev.hako.isolation.monitor.diagnosis;

import dev.hako.kernel.Fd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a file is to execve(2), as its first bytes tell.
sealed interface ProgramFormat {
    /// An ELF program: elf(5).
    ///
    /// @param machine `e_machine`
    /// @param loader the path in `PT_INTERP`, if it has one
    record Elf(int machine, Optional<String> loader) implements ProgramFormat {}

    /// A file that begins with `#!`.
    ///
    /// @param interpreter the path, without a carriage return at its end
    /// @param carriageReturn whether the first line ends as on Windows
    record Script(String interpreter, boolean carriageReturn) implements ProgramFormat {}

    /// A file without a byte in it.
    record Empty() implements ProgramFormat {}

    /// Neither.
    record Unknown() implements ProgramFormat {}

    /// Reads the format of an open file.
    static ProgramFormat of(Fd file) {
        ByteBuffer head = read(file, 0);
        if (!head.hasRemaining()) {
            return new Empty();
        }
        if (startsWith(head, "#!")) {
            return script(line(head.position(2)));
        }
        return startsWith(head, "\177ELF") ? elf(file, head) : new Unknown();
    }

    private static boolean startsWith(ByteBuffer head, String magic) {
        return text(head.duplicate()).startsWith(magic);
    }

    /// The kernel takes what stands between blanks behind `#!`; a carriage return is no blank to
    /// it.
    private static ProgramFormat script(String line) {
        String stripped = line.replace('\t', ' ').strip();
        boolean carriageReturn = line.endsWith("\r");
        int end = stripped.indexOf(' ');
        return new Script(end < 0 ? stripped : stripped.substring(0, end), carriageReturn);
    }

    private static String line(ByteBuffer bytes) {
        String text = text(bytes);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private static ProgramFormat elf(Fd file, ByteBuffer head) {
        if (head.remaining() < ElfLayout.HEADER) {
            return new Unknown();
        }
        ElfLayout layout = ElfLayout.of(head);
        int machine = layout.machine(head);
        ByteBuffer table = read(file, layout.programHeaders(head));
        int size = layout.programHeaderSize();
        int count = Math.min(layout.programHeaderCount(head), table.remaining() / size);
        for (int i = 0; i < count; i++) {
            ByteBuffer header = table.slice(i * size, size).order(head.order());
            if (layout.isInterpreter(header)) {
                return new Elf(machine, Optional.of(string(read(file, layout.offset(header)))));
            }
        }
        return new Elf(machine, Optional.empty());
    }

    private static String string(ByteBuffer bytes) {
        String text = text(bytes);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    private static String text(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    /// At most a page, so that a hostile file costs nothing.
    private static ByteBuffer read(Fd file, long position) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment page = arena.allocate(4096);
            long count = position < 0 ? 0 : file.pread(page, position);
            return ByteBuffer.wrap(page.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
