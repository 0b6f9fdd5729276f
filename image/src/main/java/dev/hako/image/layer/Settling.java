package dev.hako.image.layer;

import dev.hako.failure.Failure;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Brings unpacked layers to the disk, after those who wait for them have gone on.
///
/// A sync of each file, or of all before a layer is seen, takes longer than unpacking it. What is
/// lost when the machine stops meanwhile is unpacked again.
final class Settling {
    private final LayerDirectory layers;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger working = new AtomicInteger();

    Settling(LayerDirectory layers) {
        this.layers = layers;
    }

    /// Unpacking that must not wait for the disk.
    final class Work implements AutoCloseable {
        private Work() {
            working.incrementAndGet();
        }

        @Override
        public void close() {
            if (working.decrementAndGet() == 0) {
                Thread.ofPlatform()
                        .name("layers-to-disk")
                        .daemon()
                        .start(Settling.this::runInBackground);
            }
        }
    }

    /// Begins to unpack; the last who ends lets the disk begin, in a thread of its own.
    Work work() {
        return new Work();
    }

    private void runInBackground() {
        try {
            run();
        } catch (Failure e) {
            System.getLogger(Settling.class.getName())
                    .log(System.Logger.Level.WARNING, "unpacked layers may be lost by a crash", e);
        }
    }

    /// Does it now.
    void run() {
        lock.lock();
        try {
            layers.settle();
        } finally {
            lock.unlock();
        }
    }
}
