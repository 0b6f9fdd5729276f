package dev.hako.network.dns;

import java.nio.ByteBuffer;

/// The first twelve bytes of a message (RFC 1035, 4.1.1).
record Header(int id, int flags, int questions, int answers, int authorities, int additionals) {
    static final int BYTES = 12;

    /// It is an answer.
    static final int QR = 0x8000;

    /// It comes from who knows.
    static final int AA = 0x0400;

    /// There is more than fitted.
    static final int TC = 0x0200;

    /// Others may be asked.
    static final int RD = 0x0100;

    /// Others are asked.
    static final int RA = 0x0080;

    /// Signatures are not to be checked.
    static final int CD = 0x0010;

    private static final int OPCODE = 0x7800;
    private static final int RCODE = 0x000f;

    static Header read(ByteBuffer message) throws MalformedMessage {
        if (message.remaining() < BYTES) {
            throw new MalformedMessage("no header");
        }
        return new Header(
                next(message),
                next(message),
                next(message),
                next(message),
                next(message),
                next(message));
    }

    private static int next(ByteBuffer message) {
        return Short.toUnsignedInt(message.getShort());
    }

    boolean isAnswer() {
        return (flags & QR) != 0;
    }

    boolean isTruncated() {
        return (flags & TC) != 0;
    }

    /// Whether it asks for records, and for nothing rarer.
    boolean isStandardQuery() {
        return (flags & OPCODE) == 0;
    }

    /// The lower four bits of how it ends.
    int rcode() {
        return flags & RCODE;
    }

    /// What an answer repeats of the question's flags.
    int repeated() {
        return flags & (OPCODE | RD | CD);
    }
}
