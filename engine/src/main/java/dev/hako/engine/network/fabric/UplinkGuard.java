package dev.hako.engine.network.fabric;

import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.failure.Failure;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Pidfd;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.rootless.Uplink;
import dev.hako.network.rootless.UplinkRequest;
import dev.hako.network.rootless.UserNetworking;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects an ordinary user's containers to the world again when somebody has ended the program
/// that does it.
///
/// Threads: one waits in the kernel for the programs' ends, and each end is seen to on a virtual
/// thread of its own. Whoever puts a program in the place of another, or ends one, has the lock.
final class UplinkGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UplinkGuard.class);

    /// A container's monitor ends its program as well, and an engine hears of that a little later.
    private static final Duration SETTLING = Duration.ofMillis(500);

    /// A program that ends sooner is likely to do so again.
    private static final Duration LEAST_LIFE = Duration.ofSeconds(2);

    /// So often in a row that is borne.
    private static final int MOST_YOUNG = 5;

    private final Worlds worlds;
    private final Map<String, Guarded> guarded = new ConcurrentHashMap<>();
    private @Nullable EventLoop loop;

    /// @param worlds knows the programs
    UplinkGuard(Worlds worlds) {
        this.worlds = worlds;
    }

    /// A container that reaches the world.
    ///
    /// @param namespace its own, which this guard closes
    /// @param uplink the program; empty: it is gone already
    /// @param young how many before it have ended at once
    private record Guarded(
            Party party,
            Connected how,
            NetworkNamespace namespace,
            Optional<Uplink> uplink,
            int young,
            long sinceNanos) {
        Guarded with(Uplink next) {
            int before = isYoung() ? young + 1 : 0;
            return new Guarded(party, how, namespace, Optional.of(next), before, System.nanoTime());
        }

        boolean isYoung() {
            return System.nanoTime() - sinceNanos < LEAST_LIFE.toNanos();
        }
    }

    /// Looks after a container's program from now on.
    ///
    /// @param namespace the container's, which is this guard's from now on
    synchronized void begin(Party party, Connected how, NetworkNamespace namespace, Uplink uplink) {
        worlds.keep(party.id(), uplink);
        watch(new Guarded(party, how, namespace, Optional.of(uplink), 0, System.nanoTime()));
    }

    /// The same of a container that an earlier engine has connected, whose program may be gone.
    synchronized void take(Party party, Connected how, NetworkNamespace namespace) {
        worlds.found(party.id());
        long longAgo = System.nanoTime() - LEAST_LIFE.toNanos();
        watch(new Guarded(party, how, namespace, worlds.find(party.id()), 0, longAgo));
    }

    private void watch(Guarded now) {
        Guarded before = guarded.put(now.party().id(), now);
        if (before != null && before.namespace() != now.namespace()) {
            before.namespace().close();
        }
        Optional<Pidfd> process = now.uplink().flatMap(uplink -> Pidfd.open(uplink.process()));
        if (process.isEmpty()) {
            Thread.startVirtualThread(() -> ended(now));
        } else {
            CompletableFuture<Void> _ =
                    loop().once(process.get().fd(), EventLoop.EPOLLIN)
                            .thenRunAsync(
                                    () -> {
                                        process.get().close();
                                        ended(now);
                                    },
                                    Thread::startVirtualThread);
        }
    }

    private EventLoop loop() {
        EventLoop running = loop;
        if (running == null) {
            running = EventLoop.start("uplinks");
            loop = running;
        }
        return running;
    }

    private void ended(Guarded gone) {
        try {
            Thread.sleep(SETTLING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!isGuarded(gone)) {
            return;
        }
        String name = gone.party().name();
        if (gone.young() == MOST_YOUNG) {
            LOG.warn(
                    "what connects \"{}\" to the world ends again and again, and is not started any more;"
                            + " hint: restart it",
                    name);
            return;
        }
        LOG.warn("somebody has ended what connects \"{}\" to the world: it is started again", name);
        try {
            connect(gone);
        } catch (Failure e) {
            LOG.warn("\"{}\" does not reach the world any more: {}", name, e.getMessage());
        }
    }

    private boolean isGuarded(Guarded one) {
        return one.equals(guarded.get(one.party().id()));
    }

    private void connect(Guarded gone) {
        UplinkRequest request =
                UplinkRequest.of(worlds.file(gone.party().id()))
                        .withPorts(gone.how().ports().stream().map(PublishedPort::forward).toList())
                        .withHardwareAddress(
                                gone.how().connections().stream()
                                        .filter(Connection::isStandard)
                                        .map(Connection::hardwareAddress)
                                        .findFirst());
        Uplink next = UserNetworking.find().connect(gone.namespace().fd(), request).await();
        synchronized (this) {
            if (isGuarded(gone)) {
                worlds.keep(gone.party().id(), next);
                watch(gone.with(next));
            } else {
                next.close();
            }
        }
    }

    /// Ends the program of a container, if it has one.
    synchronized void end(String containerId) {
        Guarded gone = guarded.remove(containerId);
        worlds.end(containerId);
        if (gone != null) {
            gone.namespace().close();
        }
    }

    /// Programs live on.
    @Override
    public synchronized void close() {
        if (loop != null) {
            loop.close();
        }
        guarded.values().forEach(each -> each.namespace().close());
        guarded.clear();
    }
}
