package dev.hako.image.layer;

import dev.hako.kernel.Mounts;
import dev.hako.kernel.Namespace;
import dev.hako.kernel.NativePath;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// Runs a piece of a test on a thread of its own whose mounts end with it.
public final class OwnMounts {
    private OwnMounts() {}

    public static <T> T call(Callable<T> body) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    Namespace.unshare(Namespace.MOUNT.cloneFlag());
                    Mounts.propagation(NativePath.of("/"), Mounts.MS_PRIVATE | Mounts.MS_REC);
                    return body.call();
                });
        Thread.ofPlatform().start(task);
        return task.get();
    }
}
