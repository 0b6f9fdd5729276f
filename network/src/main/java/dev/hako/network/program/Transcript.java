package dev.hako.network.program;

import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Memfd;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a program writes to one of its outputs: a file in memory, so that nobody has to empty a
/// pipe, and a daemon that the program leaves behind keeps nobody waiting. It cannot grow: who says
/// more than it holds is told so by write(2).
public record Transcript(Fd fd) implements AutoCloseable {
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SHOWN_CHARS = 400;

    /// An empty one.
    ///
    /// @param name it shows in `/proc/PID/fd` only
    /// @param mostBytes how much it holds
    public static Transcript open(String name, int mostBytes) {
        Fd file = Memfd.create(name);
        try {
            file.truncate(mostBytes);
            Memfd.addSeals(file, Memfd.F_SEAL_GROW | Memfd.F_SEAL_SHRINK | Memfd.F_SEAL_SEAL);
            return new Transcript(file);
        } catch (KernelException e) {
            file.close();
            throw e;
        }
    }

    /// The first bytes of what has been written, by whoever has a duplicate of the descriptor. Ask
    /// once, when nobody writes any more.
    ///
    /// @param most how many at most
    public byte[] bytes(int most) {
        byte[] bytes = new byte[(int) Math.min(most, fd.seek(0, SEEK_CUR))];
        fd.seek(0, SEEK_SET);
        return Arrays.copyOf(bytes, fd.read(bytes, 0, bytes.length));
    }

    /// The same as text.
    public String text(int most) {
        return new String(bytes(most), StandardCharsets.UTF_8);
    }

    /// Foreign text within a message: one line without control characters, and not the longest.
    public static String plain(String text) {
        String line =
                text.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "\uFFFD");
        return line.length() > SHOWN_CHARS ? line.substring(0, SHOWN_CHARS) + "…" : line;
    }

    @Override
    public void close() {
        fd.close();
    }
}
