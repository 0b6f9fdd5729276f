package dev.hako.network.dns;

import java.nio.ByteBuffer;

/// What is asked for (RFC 1035, 4.1.2).
///
/// @param kind its class: [RecordType#IN] but for curiosities
record Question(DnsName name, int type, int kind) {
    static Question read(ByteBuffer message) throws MalformedMessage {
        DnsName name = DnsName.read(message);
        if (message.remaining() < 2 * Short.BYTES) {
            throw new MalformedMessage("half a question");
        }
        int type = Short.toUnsignedInt(message.getShort());
        return new Question(name, type, Short.toUnsignedInt(message.getShort()));
    }

    void write(ByteBuffer message) {
        name.write(message);
        message.putShort((short) type).putShort((short) kind);
    }

    boolean isSame(Question other) {
        return type == other.type && kind == other.kind && name.isSame(other.name);
    }
}
