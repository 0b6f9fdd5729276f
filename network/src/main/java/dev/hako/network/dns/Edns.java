package dev.hako.network.dns;

import java.nio.ByteBuffer;

/// What an asker says of himself by an OPT record (RFC 6891).
///
/// @param payloadBytes the largest datagram he takes
/// @param version 0 is the only one there is
/// @param flags that signatures are welcome, for example
record Edns(int payloadBytes, int version, int flags) {
    /// A datagram that is nowhere cut into pieces (as of DNS flag day 2020).
    static final int SAFE_BYTES = 1232;

    static final int BYTES = 11;

    static Edns of(ResourceRecord opt) {
        return new Edns(opt.kind(), opt.timeToLive() >>> 16 & 0xff, opt.timeToLive() & 0xffff);
    }

    /// Writes the record that answers it.
    void writeAnswer(ByteBuffer message, Rcode rcode) {
        message.put((byte) 0)
                .putShort((short) RecordType.OPT)
                .putShort((short) SAFE_BYTES)
                .put((byte) (rcode.number() >> 4))
                .put((byte) 0)
                .putShort((short) (flags & 0x8000))
                .putShort((short) 0);
    }
}
