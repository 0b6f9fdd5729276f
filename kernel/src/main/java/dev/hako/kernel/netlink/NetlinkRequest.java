package dev.hako.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/// One request to the kernel.
///
/// @param name the kernel's name of `type`, for messages
/// @param type what is asked, `RTM_…`
/// @param flags how, `NLM_F_…`; [Netlink] adds that it is a request and wants an answer
/// @param body the fixed part and the attributes
@SuppressWarnings("ArrayRecordComponent") // a carrier of data that is never compared
public record NetlinkRequest(String name, int type, int flags, byte[] body) {
    static final int NLM_F_REQUEST = 0x1;
    static final int NLM_F_ACK = 0x4;
    public static final int NLM_F_DUMP = 0x300;
    public static final int NLM_F_REPLACE = 0x100;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;

    /// A request with a fixed part and attributes.
    public static NetlinkRequest of(
            String name, int type, int flags, byte[] fixed, Consumer<AttributeWriter> attributes) {
        AttributeWriter writer = new AttributeWriter().raw(fixed);
        attributes.accept(writer);
        return new NetlinkRequest(name, type, flags, writer.toByteArray());
    }

    boolean isDump() {
        return (flags & NLM_F_DUMP) == NLM_F_DUMP;
    }

    /// The bytes to send, header first.
    byte[] bytes(int sequence) {
        int all = flags | NLM_F_REQUEST | (isDump() ? 0 : NLM_F_ACK);
        return ByteBuffer.allocate(NetlinkMessage.HEADER + body.length)
                .order(ByteOrder.nativeOrder())
                .putInt(NetlinkMessage.HEADER + body.length)
                .putShort((short) type)
                .putShort((short) all)
                .putInt(sequence)
                .putInt(0)
                .put(body)
                .array();
    }
}
