package dev.hako.network.dns;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// A name as labels, each behind its length, ending with the empty one of the root (RFC 1035, 3.1);
/// letters keep the case they came in.
final class DnsName {
    private static final int MOST_BYTES = 255;
    private static final int MOST_LABEL = 63;
    private static final int POINTER = 0xc0;

    private final byte[] wire;
    private final int labels;

    private DnsName(byte[] wire, int labels) {
        this.wire = wire;
        this.labels = labels;
    }

    /// Reads one, and goes on behind it. Pointers must lead back, each further than the one before:
    /// so every name ends.
    static DnsName read(ByteBuffer message) throws MalformedMessage {
        byte[] wire = new byte[MOST_BYTES];
        int length = 0;
        int labels = 0;
        int end = -1;
        int at = message.position();
        int bound = at;
        while (true) {
            int first = octet(message, at);
            if ((first & POINTER) == POINTER) {
                int target = (first & MOST_LABEL) << Byte.SIZE | octet(message, at + 1);
                end = end < 0 ? at + 2 : end;
                if (target >= bound) {
                    throw new MalformedMessage("a pointer forward");
                }
                at = target;
                bound = target;
                continue;
            }
            if (first > MOST_LABEL || length + first + 1 > MOST_BYTES) {
                throw new MalformedMessage("too long a name");
            }
            copy(message, at, wire, length, first + 1);
            length += first + 1;
            at += first + 1;
            if (first == 0) {
                message.position(end < 0 ? at : end);
                return new DnsName(Arrays.copyOf(wire, length), labels);
            }
            labels++;
        }
    }

    private static int octet(ByteBuffer message, int at) throws MalformedMessage {
        if (at >= message.limit()) {
            throw new MalformedMessage("a name without an end");
        }
        return Byte.toUnsignedInt(message.get(at));
    }

    private static void copy(ByteBuffer message, int from, byte[] wire, int to, int length)
            throws MalformedMessage {
        if (from + length > message.limit()) {
            throw new MalformedMessage("a name without an end");
        }
        message.get(from, wire, to, length);
    }

    /// A name as people write it, of letters, digits, `-` and `_`.
    ///
    /// @throws IllegalArgumentException if it is too long, or has an empty label
    static DnsName of(String text) {
        ByteBuffer wire = ByteBuffer.allocate(MOST_BYTES);
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
            if (bytes.length == 0
                    || bytes.length > MOST_LABEL
                    || bytes.length + 2 > wire.remaining()) {
                throw new IllegalArgumentException("\"" + text + "\" is no name");
            }
            wire.put((byte) bytes.length).put(bytes);
        }
        wire.put((byte) 0);
        return new DnsName(Arrays.copyOf(wire.array(), wire.position()), labels.length);
    }

    /// How many labels it has; the root has none.
    int labels() {
        return labels;
    }

    void write(ByteBuffer message) {
        message.put(wire);
    }

    byte[] bytes() {
        return wire.clone();
    }

    /// Whether both are one name, for which the case of letters does not count (RFC 4343).
    boolean isSame(DnsName other) {
        if (wire.length != other.wire.length) {
            return false;
        }
        for (int i = 0; i < wire.length; i++) {
            if (lower(wire[i]) != lower(other.wire[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    /// In lower case, without a dot at its end; bytes that stand in no name of a host are written
    /// `\DDD` (RFC 4343, 2.1).
    String text() {
        StringBuilder text = new StringBuilder(wire.length);
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            if (at > 0) {
                text.append('.');
            }
            for (int i = at + 1; i <= at + wire[at]; i++) {
                append(text, lower(Byte.toUnsignedInt(wire[i])));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int octet) {
        boolean plain =
                octet >= 'a' && octet <= 'z'
                        || octet >= '0' && octet <= '9'
                        || octet == '-'
                        || octet == '_';
        if (plain) {
            text.append((char) octet);
        } else {
            text.append(String.format(Locale.ROOT, "\\%03d", octet));
        }
    }

    @Override
    public String toString() {
        return text() + ".";
    }
}
