package dev.hako.engine.network.policy;

import dev.hako.kernel.EventFd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netfilter.PacketLog;
import dev.hako.network.egress.EgressFilter;
import dev.hako.network.egress.RefusedPackets;
import dev.hako.network.egress.RefusedPackets.Refused;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an engine has at work as soon as it holds a container back: the packet filter, a thread
/// that changes it for the name server, one that hears what was refused, and one that writes
/// records.
final class GateWorks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GateWorks.class);

    /// Groups of this host that nobody is likely to have: other programs take small numbers.
    private static final int FIRST_GROUP = 1024;

    private static final int END_OF_GROUPS = 1 << 16;
    private static final int TRIES = 64;

    private static final Duration TURN = Duration.ofMinutes(1);

    private final EgressFilter filter;
    private final ExecutorService changes = thread("egress");
    private final ExecutorService records = thread("egress-records");
    private final EventFd end = EventFd.open();
    private volatile boolean closed;

    private GateWorks(EgressFilter filter) {
        this.filter = filter;
    }

    /// @param table the name of the engine's tables
    /// @param refused hears of packets that were refused
    static GateWorks open(String table, Consumer<Refused> refused) {
        Optional<PacketLog> log = listen();
        GateWorks works = new GateWorks(EgressFilter.open(table, log));
        log.ifPresent(packets ->
                Thread.ofPlatform()
                        .daemon()
                        .name("egress-refused")
                        .start(() -> works.hear(packets, refused)));
        return works;
    }

    private static Optional<PacketLog> listen() {
        try {
            for (int i = 0; i < TRIES; i++) {
                int group = ThreadLocalRandom.current().nextInt(FIRST_GROUP, END_OF_GROUPS);
                Optional<PacketLog> log = PacketLog.listen(group);
                if (log.isPresent()) {
                    return log;
                }
            }
        } catch (KernelException e) {
            LOG.warn("packets that are refused are not on record: {}", e.getMessage());
        }
        return Optional.empty();
    }

    private void hear(PacketLog packets, Consumer<Refused> refused) {
        try (packets) {
            while (!closed) {
                packets.await(TURN, end)
                        .forEach(packet -> RefusedPackets.read(packet).ifPresent(refused));
            }
        } catch (KernelException e) {
            LOG.warn("packets that are refused are not on record any more: {}", e.getMessage());
        }
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    EgressFilter filter() {
        return filter;
    }

    /// The thread that changes the packet filter.
    ExecutorService changes() {
        return changes;
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
        closed = true;
        end.signal();
        changes.shutdown();
        records.close();
        changes.close();
        filter.close();
    }
}
