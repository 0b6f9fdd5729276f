package dev.hako.engine;

import dev.hako.engine.store.WritableLayers;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The layers of containers that are gone, removed one after the other while those who had the
/// containers removed go on: a busy disk takes longer for a dozen directories than everything else
/// takes together.
///
/// Nothing is lost when the engine is killed meanwhile: the next one collects layers without a
/// container.
final class Leftovers implements AutoCloseable {
    private static final long LINGERING_SECONDS = 1;
    private static final long PATIENCE_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    /// A thread of its own, as long as there is something to do: the disk would keep a carrier of
    /// virtual threads waiting.
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    0,
                    1,
                    LINGERING_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().daemon().name("leftovers").factory());

    /// Removes the layers of a container that is gone, soon.
    void remove(WritableLayers layers) {
        thread.execute(() -> delete(layers));
    }

    private static void delete(WritableLayers layers) {
        try {
            layers.delete();
        } catch (RuntimeException e) {
            LOG.warn("cannot remove \"{}\": {}", layers.directory(), e.getMessage());
        }
    }

    /// Removes what is left, for some seconds at most.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.info(
                        "the next engine removes the layers of {} containers",
                        thread.getQueue().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
