package dev.hako.guest.build;

import dev.hako.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a kernel's source comes from.
public sealed interface KernelSource {
    /// The newest `linux-source` package of Debian's sid suite.
    record Packaged() implements KernelSource {}

    /// A tarball, as kernel.org and the package have it: one folder with all in it.
    record Tarball(Path file) implements KernelSource {}

    /// A tree. It is only read.
    record Tree(Path folder) implements KernelSource {}

    /// What a path is that a user has named.
    ///
    /// @throws Failure `NOT_FOUND` or `INVALID`
    static KernelSource at(Path path) {
        if (Files.isRegularFile(path)) {
            return new Tarball(path);
        }
        if (Files.isRegularFile(path.resolve("Makefile"))) {
            return new Tree(path);
        }
        if (Files.exists(path)) {
            throw Failure.invalid(
                    "\""
                            + path
                            + "\" is no kernel's source: neither a tarball nor a tree with a Makefile");
        }
        throw Failure.notFound("no source \"" + path + "\"");
    }
}
