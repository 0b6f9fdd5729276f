package dev.hako.isolation.unikernel;

import dev.hako.guest.kernel.KernelStore;
import java.nio.file.Path;

/// The developers' guest kernels.
final class Kernels {
    private Kernels() {}

    /// Where `./dev kernel` puts what it builds.
    static Path folder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path root =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return root.resolve("hako-test/kernels");
    }

    static boolean hasOne() {
        return !new KernelStore(folder()).all().isEmpty();
    }
}
