package dev.hako.network.dns;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// A record of a message, as far as anybody here reads it (RFC 1035, 4.1.3).
///
/// @param kind its class; of an OPT record the size of a datagram (RFC 6891, 6.1.2)
/// @param timeToLive in seconds; of an OPT record flags
record ResourceRecord(int type, int kind, int timeToLive, byte[] data) {
    private static final int FIXED_BYTES = 10;

    static ResourceRecord read(ByteBuffer message) throws MalformedMessage {
        DnsName.read(message);
        if (message.remaining() < FIXED_BYTES) {
            throw new MalformedMessage("half a record");
        }
        int type = Short.toUnsignedInt(message.getShort());
        int kind = Short.toUnsignedInt(message.getShort());
        int timeToLive = message.getInt();
        int length = Short.toUnsignedInt(message.getShort());
        if (length > message.remaining()) {
            throw new MalformedMessage("a record behind the end");
        }
        byte[] data = new byte[length];
        message.get(data);
        return new ResourceRecord(type, kind, timeToLive, data);
    }

    /// One that tells an address.
    static ResourceRecord of(InetAddress address, int timeToLive) {
        byte[] data = address.getAddress();
        int type = data.length == Integer.BYTES ? RecordType.A : RecordType.AAAA;
        return new ResourceRecord(type, RecordType.IN, timeToLive, data);
    }

    /// Whether it tells an address.
    boolean isAddress() {
        return kind == RecordType.IN
                && (type == RecordType.A && data.length == 4
                        || type == RecordType.AAAA && data.length == 16);
    }

    /// How many bytes it takes behind a name that was written before.
    int bytes() {
        return Short.BYTES + FIXED_BYTES + data.length;
    }

    /// Writes it for the name at some place in the message (RFC 1035, 4.1.4).
    void write(ByteBuffer message, int pointer) {
        message.putShort((short) (0xc000 | pointer))
                .putShort((short) type)
                .putShort((short) kind)
                .putInt(timeToLive)
                .putShort((short) data.length)
                .put(data);
    }
}
