package dev.hako.image.blob;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import java.nio.file.Path;

/// What a disk refuses, with what can be done about it.
final class DiskFailures {
    private DiskFailures() {}

    static Failure of(Path file, KernelException e) {
        String text = "cannot write \"" + file + "\": " + e.getMessage();
        return e.isAny(Errno.ENOSPC, Errno.EDQUOT)
                ? Failure.of(Failure.Kind.EXHAUSTED, text, e)
                        .hint(
                                "make room with `hako system prune`, or move the state with HAKO_ROOT")
                : Failure.of(Failure.Kind.DENIED, text, e);
    }
}
