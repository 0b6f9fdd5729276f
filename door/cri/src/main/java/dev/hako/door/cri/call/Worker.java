package dev.hako.door.cri.call;

import io.grpc.Context;

/// The calling thread while it works for a caller: it is interrupted when he gives up or his
/// deadline passes.
final class Worker implements AutoCloseable {
    private final Context context = Context.current();
    private final Thread thread = Thread.currentThread();
    private final Context.CancellationListener interrupt = this::interrupt;
    private boolean working = true;

    private Worker() {}

    static Worker begin() {
        Worker worker = new Worker();
        worker.context.addListener(worker.interrupt, Runnable::run);
        return worker;
    }

    private synchronized void interrupt(Context cancelled) {
        if (working) {
            thread.interrupt();
        }
    }

    /// From here on it works for nobody: what may come next on this thread is not interrupted.
    @Override
    public void close() {
        synchronized (this) {
            working = false;
        }
        context.removeListener(interrupt);
        // The flag may be ours, and must not meet what gRPC does next.
        var _ = Thread.interrupted();
    }
}
