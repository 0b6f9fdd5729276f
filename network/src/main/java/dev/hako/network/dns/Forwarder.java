package dev.hako.network.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/// Has questions answered by servers outside: as many at once as are allowed, and each of them
/// once.
final class Forwarder {
    /// How many questions an asker may have on the way, all of a network, and all there are. Each
    /// has a socket. A box that forges its address is several askers, but of one network.
    static final int MOST_EACH = 64;

    static final int MOST_OF_A_NETWORK = 256;

    static final int MOST = 512;

    /// How long a server that did not answer is asked after the others.
    private static final Duration DISTRUST = Duration.ofSeconds(30);

    private static final int MOST_DISTRUSTED = 64;

    private final Turns turns;
    private final Upstream upstream;
    private final EgressPolicy policy;
    private final Predicate<InetSocketAddress> isOurs;
    private final SecureRandom random = new SecureRandom();
    private final Quota quota = new Quota(MOST_EACH, MOST_OF_A_NETWORK, MOST);
    private final Set<Key> pending = new HashSet<>();
    private final Map<InetSocketAddress, Long> distrustedUntilNanos = new HashMap<>();
    private int turn;

    /// @param isOurs which servers are this one, and never asked
    Forwarder(
            Turns turns,
            Upstream upstream,
            EgressPolicy policy,
            Predicate<InetSocketAddress> isOurs) {
        this.turns = turns;
        this.upstream = upstream;
        this.policy = policy;
        this.isOurs = isOurs;
    }

    /// A question that is taken outside for somebody.
    ///
    /// @param name what it asks for, as [EgressPolicy] has it
    record Errand(DnsQuery query, String name, Client client) {
        private Key key() {
            return new Key(
                    client.asker().address(),
                    client.port(),
                    query.header().id(),
                    query.question().type(),
                    name);
        }
    }

    /// Tells a question that is asked again, because the answer is late, from another one.
    private record Key(InetAddress address, int port, int id, int type, String name) {}

    void ask(Errand errand, Egress.Forward forward) {
        Key key = errand.key();
        if (!errand.client().streams() && pending.contains(key)) {
            return;
        }
        Upstream.Servers servers = servers(forward);
        Asker asker = errand.client().asker();
        if (servers.addresses().isEmpty() || !quota.take(asker)) {
            errand.client().answer(Reply.without(errand.query(), Rcode.SERVFAIL));
            return;
        }
        pending.add(key);
        new Exchange(
                        this,
                        errand,
                        servers,
                        () -> {
                            pending.remove(key);
                            quota.give(asker);
                        })
                .next();
    }

    /// Those that are asked, in order: who did not answer lately comes last.
    private Upstream.Servers servers(Egress.Forward forward) {
        Upstream.Servers servers = upstream.servers();
        if (!forward.servers().isEmpty()) {
            servers = servers.at(forward.servers());
        }
        List<InetSocketAddress> trusted = new ArrayList<>(servers.addresses());
        trusted.removeIf(isOurs);
        if (servers.rotate() && !trusted.isEmpty()) {
            turn = turn + 1 & Integer.MAX_VALUE;
            Collections.rotate(trusted, -(turn % trusted.size()));
        }
        List<InetSocketAddress> last = trusted.stream().filter(this::isDistrusted).toList();
        trusted.removeAll(last);
        trusted.addAll(last);
        return servers.at(trusted);
    }

    private boolean isDistrusted(InetSocketAddress server) {
        Long until = distrustedUntilNanos.get(server);
        return until != null && until - System.nanoTime() > 0;
    }

    /// A server did not answer.
    void distrust(InetSocketAddress server) {
        if (distrustedUntilNanos.size() >= MOST_DISTRUSTED) {
            distrustedUntilNanos.clear();
        }
        distrustedUntilNanos.put(server, System.nanoTime() + DISTRUST.toNanos());
    }

    /// A server answered.
    void trust(InetSocketAddress server) {
        distrustedUntilNanos.remove(server);
    }

    Turns turns() {
        return turns;
    }

    /// Does the one or the other on this thread once the policy knows, or has taken too long.
    void whenKnown(CompletionStage<?> known, Runnable good, Runnable bad) {
        CompletableFuture<?> future = known.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            good.run();
            return;
        }
        AtomicBoolean done = new AtomicBoolean();
        Turns.Alarm alarm =
                turns.after(
                        NameServer.PIN_TIMEOUT,
                        () -> {
                            if (done.compareAndSet(false, true)) {
                                bad.run();
                            }
                        });
        known.whenComplete((_, error) ->
                turns.execute(() -> {
                    alarm.close();
                    if (done.compareAndSet(false, true)) {
                        (error == null ? good : bad).run();
                    }
                }));
    }

    EgressPolicy policy() {
        return policy;
    }

    /// A number that nobody can guess.
    int id() {
        return random.nextInt(1 << Short.SIZE);
    }
}
