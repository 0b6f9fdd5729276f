package dev.hako.network.dns;

import dev.hako.network.address.Addresses;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An answer of a server that was asked.
///
/// @param question what it answers; servers leave it out when they did not understand it
/// @param addresses all that its answer section tells
/// @param bytes all of it, as it came
record DnsAnswer(
        Header header,
        Optional<Question> question,
        List<EgressPolicy.Resolved> addresses,
        byte[] bytes) {
    static DnsAnswer read(byte[] bytes) throws MalformedMessage {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        Header header = Header.read(message);
        if (!header.isAnswer() || header.questions() > 1) {
            throw new MalformedMessage("no answer to one question");
        }
        Optional<Question> question =
                header.questions() == 0 ? Optional.empty() : Optional.of(Question.read(message));
        List<EgressPolicy.Resolved> addresses = new ArrayList<>();
        for (int i = 0; i < header.answers(); i++) {
            ResourceRecord record = ResourceRecord.read(message);
            if (record.isAddress()) {
                addresses.add(resolved(record));
            }
        }
        for (int i = header.authorities() + header.additionals(); i > 0; i--) {
            ResourceRecord.read(message);
        }
        return new DnsAnswer(header, question, List.copyOf(addresses), bytes);
    }

    /// A time with the highest bit set is none (RFC 2181, 8).
    private static EgressPolicy.Resolved resolved(ResourceRecord record) {
        return new EgressPolicy.Resolved(
                Addresses.of(record.data()), Duration.ofSeconds(Math.max(0, record.timeToLive())));
    }

    /// Whether it answers this question, asked under this number.
    boolean answers(Question asked, int id) {
        return header.id() == id && question.map(asked::isSame).orElse(isOfNoHelp());
    }

    /// Whether this server could not help, so that another might.
    boolean isOfNoHelp() {
        int rcode = header.rcode();
        return rcode == Rcode.FORMERR.number()
                || rcode == Rcode.SERVFAIL.number()
                || rcode == Rcode.NOTIMP.number()
                || rcode == Rcode.REFUSED.number();
    }

    byte[] withId(int id) {
        return Reply.withId(bytes, id);
    }
}
