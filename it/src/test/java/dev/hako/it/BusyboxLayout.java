package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// An image layout made by another tool: busybox in one layer, a few files in a second one.
final class BusyboxLayout {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String SCRIPT =
            """
            set -e
            cd "$1"
            umoci init --layout layout
            umoci new --image layout:v1
            tar -C lower -cf lower.tar .
            umoci raw add-layer --image layout:v1 lower.tar
            mkdir -p upper/data
            echo seed > upper/data/seed
            echo two > upper/two
            chown -R "$2:$2" upper
            tar -C upper -cf upper.tar .
            umoci raw add-layer --image layout:v1 upper.tar
            umoci config --image layout:v1 --config.cmd sh --config.cmd -c \
                --config.cmd 'echo $GREETING from $PWD' --config.env GREETING=hello \
                --config.env PATH=/bin --config.volume /data --config.workingdir /srv \
                --config.label team=a --config.stopsignal SIGUSR1
            rm -r lower lower.tar upper upper.tar
            chown -R "$2:$2" layout
            """;

    private BusyboxLayout() {}

    /// Makes `layout` with the image `v1` in a folder.
    ///
    /// @param uid of its owner, and of the files in the image
    static void make(Path folder, int uid) throws IOException {
        BusyboxTree.make(folder.resolve("lower"), uid);
        Process made =
                new ProcessBuilder("sh", "-c", SCRIPT, "sh", folder.toString(), String.valueOf(uid))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("layout.log").toFile())
                        .start();
        try {
            assertThat(made.waitFor(DEADLINE)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(made.exitValue()).as(Files.readString(folder.resolve("layout.log"))).isZero();
    }
}
