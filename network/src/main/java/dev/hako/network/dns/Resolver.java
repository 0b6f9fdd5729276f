package dev.hako.network.dns;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// What becomes of a question.
final class Resolver {
    /// How long an answer of ours may be kept. A box that starts again has another address, and an
    /// old one may be somebody else's by then; asking again costs microseconds. So it is no more
    /// than a burst of connections needs, where Docker's says ten minutes.
    static final int TIME_TO_LIVE_SECONDS = 5;

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(TIME_TO_LIVE_SECONDS);

    private final Names names;
    private final EgressPolicy policy;
    private final Forwarder forwarder;
    private int turn;

    Resolver(Names names, EgressPolicy policy, Forwarder forwarder) {
        this.names = names;
        this.policy = policy;
        this.forwarder = forwarder;
    }

    /// What was decided.
    private sealed interface Outcome {
        record Told(byte[] answer) implements Outcome {}

        /// Once the policy knows.
        record Found(byte[] answer, CompletionStage<?> known) implements Outcome {}

        record Asked(String name, Egress.Forward forward) implements Outcome {}
    }

    /// Takes a message, and has it answered now or later.
    ///
    /// @return false if it is none that is ever answered
    boolean take(ByteBuffer message, Client client) {
        Header header;
        try {
            header = Header.read(message);
        } catch (MalformedMessage e) {
            return false;
        }
        if (header.isAnswer()) {
            return false;
        }
        if (!header.isStandardQuery()) {
            client.answer(Reply.toHeader(header, Rcode.NOTIMP));
            return true;
        }
        try {
            answer(DnsQuery.read(header, message), client);
        } catch (MalformedMessage e) {
            client.answer(Reply.toHeader(header, Rcode.FORMERR));
        }
        return true;
    }

    private void answer(DnsQuery query, Client client) {
        Outcome outcome;
        try {
            outcome = outcome(query, client);
        } catch (RuntimeException e) {
            client.answer(Reply.without(query, Rcode.SERVFAIL));
            throw e;
        }
        switch (outcome) {
            case Outcome.Told(byte[] answer) -> client.answer(answer);
            case Outcome.Found(byte[] answer, CompletionStage<?> known) ->
                    forwarder.whenKnown(
                            known,
                            () -> client.answer(answer),
                            () -> client.answer(Reply.without(query, Rcode.SERVFAIL)));
            case Outcome.Asked(String name, Egress.Forward forward) ->
                    forwarder.ask(new Forwarder.Errand(query, name, client), forward);
        }
    }

    private Outcome outcome(DnsQuery query, Client client) {
        Question question = query.question();
        if (query.edns().map(Edns::version).orElse(0) > 0) {
            return told(query, Rcode.BADVERS);
        }
        if (question.kind() != RecordType.IN || RecordType.isTransfer(question.type())) {
            return told(query, Rcode.REFUSED);
        }
        String name = question.name().text();
        List<InetAddress> addresses = names.addresses(name, client.asker());
        if (!addresses.isEmpty()) {
            return found(query, client, name, addresses);
        }
        Optional<InetAddress> reverse = ReverseName.address(name);
        if (reverse.isPresent()) {
            return reverse(query, client, name, reverse.get());
        }
        if (question.name().labels() == 1 && !RecordType.isOfZones(question.type())) {
            return told(query, Rcode.NXDOMAIN);
        }
        return outside(query, client, name);
    }

    private Outcome found(DnsQuery query, Client client, String name, List<InetAddress> addresses) {
        List<EgressPolicy.Resolved> boxes =
                addresses.stream()
                        .map(address -> new EgressPolicy.Resolved(address, TIME_TO_LIVE))
                        .toList();
        return policy.found(client.asker(), name, boxes)
                .<Outcome>map(known ->
                        new Outcome.Found(
                                message(query, client, inTurn(addresses, query.question().type())),
                                known))
                .orElseGet(() -> told(query, Rcode.NXDOMAIN));
    }

    private static Outcome told(DnsQuery query, Rcode rcode) {
        return new Outcome.Told(Reply.without(query, rcode));
    }

    private static Outcome told(DnsQuery query, Client client, List<ResourceRecord> records) {
        return new Outcome.Told(message(query, client, records));
    }

    private static byte[] message(DnsQuery query, Client client, List<ResourceRecord> records) {
        int most = client.mostBytes(query);
        return Reply.of(query, records, client.streams() ? most : Math.min(most, Edns.SAFE_BYTES));
    }

    /// The addresses of the type that was asked for, each time with another one first.
    private List<ResourceRecord> inTurn(List<InetAddress> addresses, int type) {
        List<ResourceRecord> records = new ArrayList<>(addresses.size());
        for (InetAddress address : addresses) {
            ResourceRecord record = ResourceRecord.of(address, TIME_TO_LIVE_SECONDS);
            if (type == record.type() || type == RecordType.ANY) {
                records.add(record);
            }
        }
        if (records.size() > 1) {
            turn = turn + 1 & Integer.MAX_VALUE;
            Collections.rotate(records, -(turn % records.size()));
        }
        return records;
    }

    private Outcome reverse(DnsQuery query, Client client, String name, InetAddress address) {
        Optional<String> own = names.nameOf(address, client.asker());
        if (own.isPresent()) {
            return told(query, client, pointer(own.get(), query.question().type()));
        }
        return client.zone().contains(address)
                ? told(query, Rcode.NXDOMAIN)
                : outside(query, client, name);
    }

    private static List<ResourceRecord> pointer(String name, int type) {
        return type == RecordType.PTR || type == RecordType.ANY
                ? List.of(
                        new ResourceRecord(
                                RecordType.PTR,
                                RecordType.IN,
                                TIME_TO_LIVE_SECONDS,
                                DnsName.of(name).bytes()))
                : List.of();
    }

    private Outcome outside(DnsQuery query, Client client, String name) {
        return switch (policy.decide(client.asker(), name, query.question().type())) {
            case Egress.Forward forward -> new Outcome.Asked(name, forward);
            case Egress.Unknown _ -> told(query, Rcode.NXDOMAIN);
            case Egress.Nothing _ -> told(query, client, List.of());
            case Egress.Refuse _ -> told(query, Rcode.REFUSED);
        };
    }
}
