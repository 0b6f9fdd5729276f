package dev.hako.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs a piece of a test on a thread of its own in namespaces of its own, which end with it.
public final class OwnNamespaces {
    private OwnNamespaces() {}

    /// Runs `body` in new mount and network namespaces, from which no mount spreads to the host.
    public static <T> T call(Callable<T> body) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    Namespace.unshare(Namespace.MOUNT.cloneFlag() | Namespace.NETWORK.cloneFlag());
                    Mounts.propagation(NativePath.of("/"), Mounts.MS_PRIVATE | Mounts.MS_REC);
                    return body.call();
                });
        Thread thread = Thread.ofPlatform().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        } finally {
            thread.join();
        }
    }

    /// Runs `body`, which answers nothing.
    public static void run(Runnable body) throws Exception {
        call(() -> {
            body.run();
            return true;
        });
    }
}
