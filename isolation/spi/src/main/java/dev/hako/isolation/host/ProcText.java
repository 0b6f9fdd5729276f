package dev.hako.isolation.host;

import dev.hako.kernel.Access;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Small text files of the machine. What cannot be read is empty: on another kernel it is not
/// there.
final class ProcText {
    private static final int MOST_BYTES = 4 << 20;

    private ProcText() {}

    static String read(String path) {
        try (Fd fd = Open.open(path, Open.O_RDONLY)) {
            return new String(fd.readAll(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (KernelException e) {
            return "";
        }
    }

    static List<String> lines(String path) {
        return read(path).lines().toList();
    }

    static boolean exists(String path) {
        return Access.allowed(Fd.CWD, NativePath.of(path), Access.F_OK);
    }
}
