package dev.hako.network.dns;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A question that came in.
///
/// @param bytes all of it, as it came
record DnsQuery(Header header, Question question, Optional<Edns> edns, byte[] bytes) {
    /// Without EDNS a datagram has no more (RFC 1035, 2.3.4).
    private static final int PLAIN_BYTES = 512;

    /// An OPT record, and a signature of the message.
    private static final int MOST_ADDITIONALS = 2;

    /// Reads the rest of a message, behind its header.
    static DnsQuery read(Header header, ByteBuffer message) throws MalformedMessage {
        if (header.questions() != 1
                || header.answers() != 0
                || header.authorities() != 0
                || header.additionals() > MOST_ADDITIONALS) {
            throw new MalformedMessage("not one question");
        }
        Question question = Question.read(message);
        Optional<Edns> edns = Optional.empty();
        for (int i = 0; i < header.additionals(); i++) {
            ResourceRecord record = ResourceRecord.read(message);
            if (record.type() == RecordType.OPT) {
                if (edns.isPresent()) {
                    throw new MalformedMessage("two OPT records");
                }
                edns = Optional.of(Edns.of(record));
            }
        }
        byte[] bytes = new byte[message.position()];
        message.get(0, bytes);
        return new DnsQuery(header, question, edns, bytes);
    }

    /// How large a datagram the asker takes.
    int datagramBytes() {
        return edns.map(e -> Math.max(PLAIN_BYTES, e.payloadBytes())).orElse(PLAIN_BYTES);
    }

    /// The same question under another number.
    byte[] withId(int id) {
        return Reply.withId(bytes, id);
    }
}
