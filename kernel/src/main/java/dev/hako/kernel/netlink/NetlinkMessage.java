package dev.hako.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// One message from the kernel: `struct nlmsghdr` and what follows it.
///
/// @param type what it is about, `RTM_…` or `NLMSG_…`
/// @param flags `NLM_F_…`
/// @param sequence the request it answers
/// @param port the socket that it answers, or whose doing it tells of
/// @param payload the fixed part and the attributes
@SuppressWarnings("ArrayRecordComponent") // a carrier of data that is never compared
public record NetlinkMessage(int type, int flags, int sequence, int port, byte[] payload) {
    static final int HEADER = 16;

    /// Reads what one receive gave. What is cut off at the end is left out.
    public static List<NetlinkMessage> parse(byte[] received) {
        List<NetlinkMessage> messages = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(received).order(ByteOrder.nativeOrder());
        while (bytes.remaining() >= HEADER) {
            int start = bytes.position();
            int length = bytes.getInt();
            int type = Short.toUnsignedInt(bytes.getShort());
            int flags = Short.toUnsignedInt(bytes.getShort());
            int sequence = bytes.getInt();
            int port = bytes.getInt();
            if (length < HEADER || length > bytes.limit() - start) {
                break;
            }
            byte[] payload = new byte[length - HEADER];
            bytes.get(payload);
            messages.add(new NetlinkMessage(type, flags, sequence, port, payload));
            bytes.position(Math.min(bytes.limit(), start + (length + 3 & ~3)));
        }
        return messages;
    }

    /// The payload in the machine's byte order.
    ByteBuffer buffer() {
        return ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    }

    /// The attributes behind a fixed part of `size` bytes.
    public Attributes attributes(int size) {
        int start = Math.min(payload.length, size);
        return Attributes.parse(ByteBuffer.wrap(payload, start, payload.length - start));
    }
}
