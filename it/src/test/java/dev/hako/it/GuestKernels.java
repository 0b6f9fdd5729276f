package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// The guest kernels of whoever develops, for instances that tests have.
final class GuestKernels {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private GuestKernels() {}

    /// Gives them to an instance; whoever has none is told, and the test passed over.
    static void bring(Hako hako) throws IOException {
        assumeTrue(
                Files.isDirectory(all()) && hasOne(),
                "needs guest kernel: `./dev kernel` builds one");
        Path own = Files.createDirectories(hako.place().resolve("root/kernels"));
        String copy = "cp -a " + all() + "/" + "[0-9a-f]".repeat(64) + " " + own;
        Programs.run(DEADLINE, "sh", "-c", copy);
    }

    /// Makes an image of a folder in the instance's place.
    static void bringImage(Hako hako, String folder, String name) {
        Result imported = hako.shell("tar -C " + folder + " -c . | hako import - " + name);
        assertThat(imported.status()).as(imported.error()).isZero();
    }

    /// What `./dev kernel` has built.
    private static Path all() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path root =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return root.resolve("hako-test/kernels");
    }

    private static boolean hasOne() throws IOException {
        try (Stream<Path> all = Files.list(all())) {
            return all.anyMatch(kernel -> Files.exists(kernel.resolve("linux")));
        }
    }
}
