package dev.hako.network.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One question on its way: it goes to server after server until one has an answer.
final class Exchange implements Line.Receiver {
    /// By then whoever asked has given up, however many servers there are.
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /// Messages that answer something else are somebody's attempts to be believed.
    private static final int MOST_WRONG = 32;

    private final Forwarder forwarder;
    private final Forwarder.Errand errand;
    private final Duration timeout;
    private final Iterator<InetSocketAddress> servers;
    private final Runnable whenDone;
    private final long endNanos = System.nanoTime() + LONGEST.toNanos();
    private Optional<DnsAnswer> noHelp = Optional.empty();
    private @Nullable Try current;
    private int wrong;
    private boolean done;

    Exchange(
            Forwarder forwarder,
            Forwarder.Errand errand,
            Upstream.Servers servers,
            Runnable whenDone) {
        this.forwarder = forwarder;
        this.errand = errand;
        this.timeout = servers.timeout();
        this.servers =
                Stream.generate(servers.addresses()::stream)
                        .limit(servers.attempts())
                        .flatMap(all -> all)
                        .iterator();
        this.whenDone = whenDone;
    }

    /// A server that is being asked.
    private record Try(InetSocketAddress server, int id, Line line, Turns.Alarm alarm) {
        void end() {
            line.close();
            alarm.close();
        }
    }

    /// Asks the next server, or gives up.
    void next() {
        endTry();
        while (servers.hasNext() && endNanos - System.nanoTime() > 0) {
            InetSocketAddress server = servers.next();
            int id = forwarder.id();
            try {
                Line line = open(server, id);
                current = new Try(server, id, line, forwarder.turns().after(timeout, this::failed));
                return;
            } catch (IOException unreachable) {
                forwarder.distrust(server);
            }
        }
        finish(
                noHelp.map(this::relayed)
                        .orElseGet(() -> Reply.without(errand.query(), Rcode.SERVFAIL)));
    }

    private Line open(InetSocketAddress server, int id) throws IOException {
        byte[] question = errand.query().withId(id);
        return errand.client().streams()
                ? StreamLine.open(forwarder.turns(), server, question, this)
                : DatagramLine.open(forwarder.turns(), server, question, this);
    }

    private void endTry() {
        if (current != null) {
            current.end();
            current = null;
        }
    }

    @Override
    public void failed() {
        if (current != null) {
            forwarder.distrust(current.server);
            next();
        }
    }

    @Override
    public void received(byte[] message) {
        if (current == null) {
            return;
        }
        Optional<DnsAnswer> answer = answer(message, current.id);
        if (answer.isEmpty()) {
            if (++wrong >= MOST_WRONG) {
                failed();
            }
            return;
        }
        forwarder.trust(current.server);
        if (answer.get().isOfNoHelp()) {
            noHelp = answer;
            next();
        } else {
            settle(answer.get());
        }
    }

    private Optional<DnsAnswer> answer(byte[] message, int id) {
        try {
            DnsAnswer answer = DnsAnswer.read(message);
            return Optional.of(answer).filter(a -> a.answers(errand.query().question(), id));
        } catch (MalformedMessage e) {
            return Optional.empty();
        }
    }

    /// Lets the policy know before the asker does.
    private void settle(DnsAnswer answer) {
        endTry();
        if (answer.addresses().isEmpty()) {
            finish(relayed(answer));
            return;
        }
        forwarder.whenKnown(
                told(answer),
                () -> finish(relayed(answer)),
                () -> finish(Reply.without(errand.query(), Rcode.SERVFAIL)));
    }

    private CompletionStage<?> told(DnsAnswer answer) {
        return forwarder
                .policy()
                .answered(errand.client().asker(), errand.name(), answer.addresses());
    }

    /// The server's answer as the asker gets it.
    private byte[] relayed(DnsAnswer answer) {
        DnsQuery query = errand.query();
        return answer.bytes().length > errand.client().mostBytes(query)
                ? Reply.truncated(query)
                : answer.withId(query.header().id());
    }

    private void finish(byte[] answer) {
        if (!done) {
            done = true;
            whenDone.run();
            errand.client().answer(answer);
        }
    }
}
