package dev.hako.engine.network.policy;

import dev.hako.failure.Failure;
import dev.hako.kernel.KernelException;
import dev.hako.network.egress.Barrier;
import dev.hako.network.egress.Refusals;
import dev.hako.network.egress.RefusedPackets.Refused;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an engine has at work as soon as it holds a container back: the packet filter, a thread
/// that changes it for the name server, one that hears what was refused, and one that writes
/// records.
final class GateWorks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GateWorks.class);

    /// How long what no container needs stays for the next one.
    private static final Duration RESTING = Duration.ofSeconds(5);

    private final Barrier barrier;
    private final Refusals refusals;
    private final ExecutorService changes = thread("egress");
    private final ExecutorService records = thread("egress-records");

    private GateWorks(Barrier barrier, Refusals refusals) {
        this.barrier = barrier;
        this.refusals = refusals;
    }

    /// @param barrier makes what holds containers back
    /// @param refused hears of packets that were refused
    static GateWorks open(Function<Refusals, Barrier> barrier, Consumer<Refused> refused) {
        Refusals refusals = new Refusals(refused, GateWorks::deaf);
        try {
            return new GateWorks(barrier.apply(refusals), refusals);
        } catch (RuntimeException e) {
            refusals.close();
            throw e;
        }
    }

    private static void deaf(KernelException why) {
        LOG.warn("packets that are refused are not on record: {}", why.getMessage());
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    Barrier barrier() {
        return barrier;
    }

    /// The thread that changes the packet filter.
    ExecutorService changes() {
        return changes;
    }

    /// Takes away what no container needs, if there is none in a while.
    void restSoon() {
        var _ =
                CompletableFuture.runAsync(
                        this::rest,
                        CompletableFuture.delayedExecutor(
                                RESTING.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void rest() {
        try {
            barrier.rest();
        } catch (Failure e) {
            LOG.warn("what held containers back is not taken away: {}", e.getMessage());
        }
    }

    /// Has something written, whenever the disk lets it.
    void record(Runnable writing) {
        try {
            records.execute(writing);
        } catch (RejectedExecutionException _) {
            LOG.debug("a decision about egress comes too late to be recorded");
        }
    }

    /// What is held back stays so.
    @Override
    public void close() {
        refusals.close();
        changes.shutdown();
        records.close();
        changes.close();
        barrier.close();
    }
}
