package dev.hako.network.dns;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Writes answers of our own.
final class Reply {
    /// A header, the longest question and an OPT record.
    private static final int LARGEST_START = Header.BYTES + 255 + 4 + Edns.BYTES;

    private Reply() {}

    /// To what could not be understood: nothing but a header.
    static byte[] toHeader(Header header, Rcode rcode) {
        ByteBuffer message = ByteBuffer.allocate(Header.BYTES);
        writeHeader(message, header.id(), Header.QR | header.repeated() | rcode.number(), 0);
        return message.array();
    }

    /// That there is no answer, or none that may be told.
    static byte[] without(DnsQuery query, Rcode rcode) {
        return of(query, rcode, Header.RA, List.of(), Edns.SAFE_BYTES);
    }

    /// That it does not fit: ask by TCP (RFC 7766).
    static byte[] truncated(DnsQuery query) {
        return of(query, Rcode.NOERROR, Header.RA | Header.TC, List.of(), Edns.SAFE_BYTES);
    }

    /// Records of the very name that was asked for, as many as fit.
    static byte[] of(DnsQuery query, List<ResourceRecord> records, int mostBytes) {
        return of(query, Rcode.NOERROR, Header.RA | Header.AA, records, mostBytes);
    }

    private static byte[] of(
            DnsQuery query, Rcode rcode, int flags, List<ResourceRecord> records, int mostBytes) {
        ByteBuffer message = ByteBuffer.allocate(Math.min(mostBytes, LARGEST_START + all(records)));
        message.position(Header.BYTES);
        query.question().write(message);
        int room = message.limit() - (query.edns().isPresent() ? Edns.BYTES : 0);
        int count = 0;
        for (ResourceRecord record : records) {
            if (message.position() + record.bytes() > room) {
                break;
            }
            record.write(message, Header.BYTES);
            count++;
        }
        query.edns().ifPresent(edns -> edns.writeAnswer(message, rcode));
        int more = count < records.size() ? Header.TC : 0;
        int all = Header.QR | query.header().repeated() | flags | more | rcode.number() & 0xf;
        int end = message.position();
        message.position(0);
        writeHeader(message, query.header().id(), all, 1);
        message.putShort((short) count).putShort((short) 0);
        message.putShort((short) (query.edns().isPresent() ? 1 : 0));
        return Arrays.copyOf(message.array(), end);
    }

    private static void writeHeader(ByteBuffer message, int id, int flags, int questions) {
        message.putShort((short) id).putShort((short) flags).putShort((short) questions);
    }

    private static int all(List<ResourceRecord> records) {
        return records.stream().mapToInt(ResourceRecord::bytes).sum();
    }

    /// The same message under another number.
    static byte[] withId(byte[] message, int id) {
        byte[] copy = message.clone();
        copy[0] = (byte) (id >> Byte.SIZE);
        copy[1] = (byte) id;
        return copy;
    }
}
