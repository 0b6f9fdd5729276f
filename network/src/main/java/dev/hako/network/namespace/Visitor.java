package dev.hako.network.namespace;

import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Namespace;
import dev.hako.kernel.Open;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The thread that goes to other network namespaces and comes back. It ends when it has not been
/// asked for a minute.
final class Visitor {
    private static final String NAME = "network-visitor";
    private static final int NETWORK = Namespace.NETWORK.cloneFlag();

    /// Where the process is, whatever became of the thread that asks.
    private static final Fd HOME = Open.open("/proc/self/ns/net", Open.O_RDONLY);

    private static final ThreadPoolExecutor THREAD =
            new ThreadPoolExecutor(
                    1,
                    1,
                    1,
                    TimeUnit.MINUTES,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().name(NAME).daemon().factory());

    static {
        THREAD.allowCoreThreadTimeOut(true);
    }

    private Visitor() {}

    /// Does something in a new network namespace.
    static <T> T inNew(Supplier<T> visit) {
        return run(() -> Namespace.unshare(NETWORK), visit);
    }

    /// Does something in an existing network namespace.
    static <T> T in(Fd namespace, Supplier<T> visit) {
        return run(() -> Namespace.setns(namespace, NETWORK), visit);
    }

    private static <T> T run(Runnable journey, Supplier<T> visit) {
        if (Thread.currentThread().getName().equals(NAME)) {
            throw new IllegalStateException(
                    "a visit to a network namespace must not visit another");
        }
        FutureTask<T> task = new FutureTask<>(() -> goAndReturn(journey, visit));
        THREAD.execute(task);
        return await(task);
    }

    private static <T> T goAndReturn(Runnable journey, Supplier<T> visit) {
        journey.run();
        try {
            return visit.get();
        } finally {
            goHome();
        }
    }

    /// The host's network is not that of an ordinary user's namespaces: his visitor may leave it,
    /// but not come back, and waits where it holds nobody's network.
    private static void goHome() {
        try {
            Namespace.setns(HOME, NETWORK);
        } catch (KernelException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            Namespace.setns(Nowhere.FD, NETWORK);
        }
    }

    /// A network of nothing, made when it is first needed, by the visitor.
    private static final class Nowhere {
        static final Fd FD = make();

        private static Fd make() {
            Namespace.unshare(NETWORK);
            return Namespace.NETWORK.ofThread();
        }
    }

    /// A visit that has begun is waited for to its end: what it makes belongs to whoever asked.
    private static <T> T await(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
