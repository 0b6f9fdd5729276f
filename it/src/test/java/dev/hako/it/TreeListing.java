package dev.hako.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What is in an archive of a root file system: of each file the name, type, mode, owner and
/// content, but for what engines put there themselves.
final class TreeListing {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String LIST =
            """
            cd "$1"
            find . -mindepth 1 ! -path './proc*' ! -path './sys*' ! -path './dev*' ! -path './run*' \
                ! -path './etc/hosts' ! -path './etc/hostname' ! -path './etc/resolv.conf' \
                -printf '%p %y %m %U:%G %l\\n' | sort
            find . -type f ! -path './proc*' ! -path './run*' \
                ! -path './etc/hosts' ! -path './etc/hostname' ! -path './etc/resolv.conf' \
                -exec md5sum {} + | sort -k2
            """;

    private TreeListing() {}

    /// Unpacks the archive beside itself, with its owners, and removes both.
    static String of(Path archive) throws IOException {
        Path tree = Files.createTempDirectory(archive.getParent(), "tree");
        Programs.run(DEADLINE, "tar", "-C", tree.toString(), "-xpf", archive.toString());
        List<String> words = List.of("sh", "-c", LIST, "sh", tree.toString());
        String list = Programs.run(DEADLINE, Path.of("/dev/null"), words).output();
        Programs.run(DEADLINE, "rm", "-rf", tree.toString(), archive.toString());
        return list;
    }
}
