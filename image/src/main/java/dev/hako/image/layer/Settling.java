package dev.hako.image.layer;

import dev.hako.failure.Failure;
import java.util.concurrent.locks.ReentrantLock;

/// Brings unpacked layers to the disk, after those who wait for them have gone on.
///
/// A sync of each file, or of all before a layer is seen, takes longer than unpacking it. What is
/// lost when the machine stops meanwhile is unpacked again.
final class Settling {
    private final LayerDirectory layers;
    private final ReentrantLock lock = new ReentrantLock();

    Settling(LayerDirectory layers) {
        this.layers = layers;
    }

    /// Does it soon, in a thread of its own; one at a time.
    void begin() {
        Thread.ofPlatform().name("layers-to-disk").daemon().start(this::runInBackground);
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
