package dev.hako.network.egress;

import dev.hako.kernel.EventLoop;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netfilter.PacketLog;
import dev.hako.network.egress.RefusedPackets.Refused;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// Hears of packets that were refused, in any number of network namespaces. One thread waits for
/// all of them. Threads may share one.
public final class Refusals implements AutoCloseable {
    /// Groups of a host that nobody is likely to have: other programs take small numbers.
    private static final int FIRST_GROUP = 1024;

    private static final int END_OF_GROUPS = 1 << 16;
    private static final int TRIES = 64;

    private final Consumer<Refused> told;
    private final Consumer<KernelException> deaf;
    private final EventLoop loop = EventLoop.start("egress-refused");
    private final Map<PacketLog, EventLoop.Registration> logs = new ConcurrentHashMap<>();

    /// @param told of each packet
    /// @param deaf is told why packets are not heard of
    public Refusals(Consumer<Refused> told, Consumer<KernelException> deaf) {
        this.told = told;
        this.deaf = deaf;
    }

    /// Listens to some group in this thread's network namespace.
    ///
    /// @return what is listened to; nothing if that cannot be
    Optional<PacketLog> listenToAny() {
        for (int i = 0; i < TRIES; i++) {
            int group = ThreadLocalRandom.current().nextInt(FIRST_GROUP, END_OF_GROUPS);
            Optional<PacketLog> log = listen(group);
            if (log.isPresent()) {
                return log;
            }
        }
        return Optional.empty();
    }

    /// Listens to a group in this thread's network namespace.
    ///
    /// @return what is listened to; nothing if somebody else listens to it, or nobody can
    Optional<PacketLog> listen(int group) {
        try {
            Optional<PacketLog> log = PacketLog.listen(group);
            log.ifPresent(heard ->
                    logs.put(heard, loop.watch(heard.fd(), EventLoop.EPOLLIN, _ -> hear(heard))));
            return log;
        } catch (KernelException e) {
            deaf.accept(e);
            return Optional.empty();
        }
    }

    private void hear(PacketLog log) {
        try {
            log.receive().forEach(packet -> RefusedPackets.read(packet).ifPresent(told));
        } catch (KernelException e) {
            forget(log);
            deaf.accept(e);
        }
    }

    /// Listens to it no more.
    void forget(PacketLog log) {
        EventLoop.Registration registration = logs.remove(log);
        if (registration != null) {
            registration.close();
            log.close();
        }
    }

    @Override
    public void close() {
        logs.keySet().forEach(this::forget);
        loop.close();
    }
}
