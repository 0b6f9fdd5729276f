package dev.hako.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One request to the kernel.
///
/// @param name the kernel's name of `type`, for messages
/// @param operand what the request is about, for messages
/// @param type what is asked, `RTM_…` or another part's
/// @param flags how, `NLM_F_…`; [Netlink] adds what makes it a request and asks for an answer
/// @param body the fixed part and the attributes
@SuppressWarnings("ArrayRecordComponent") // a carrier of data that is never compared
public record NetlinkRequest(String name, String operand, int type, int flags, byte[] body) {
    static final int NLM_F_REQUEST = 0x1;
    static final int NLM_F_ACK = 0x4;
    public static final int NLM_F_DUMP = 0x300;
    public static final int NLM_F_REPLACE = 0x100;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;
    public static final int NLM_F_APPEND = 0x800;

    /// What a request asks for: a type and its flags, with the kernel's name.
    public record Verb(String name, int type, int flags) {
        /// A request of this kind with a fixed part and attributes.
        public NetlinkRequest about(
                String operand, byte[] fixed, Consumer<AttributeWriter> attributes) {
            AttributeWriter writer = new AttributeWriter().raw(fixed);
            attributes.accept(writer);
            return new NetlinkRequest(name, operand, type, flags, writer.toByteArray());
        }

        /// A request of this kind with a fixed part alone.
        public NetlinkRequest about(String operand, byte[] fixed) {
            return about(operand, fixed, _ -> {});
        }
    }

    int length() {
        return NetlinkMessage.HEADER + body.length;
    }

    /// Writes the message, header first; bodies are padded already.
    void write(ByteBuffer to, int sequence, int moreFlags) {
        to.putInt(length())
                .putShort((short) type)
                .putShort((short) (flags | NLM_F_REQUEST | moreFlags))
                .putInt(sequence)
                .putInt(0)
                .put(body);
    }

    /// Several as one send of whoever is to make them. The kernel answers to the first that it
    /// refuses, or to the last.
    public static byte[] together(List<NetlinkRequest> requests) {
        return bytes(requests, List.of(), 1);
    }

    /// The bytes of several messages one behind the other, numbered upwards. Only the last of
    /// `requests` asks for an answer: refusals are told of in any case, and before it.
    static byte[] bytes(
            List<NetlinkRequest> requests, List<NetlinkRequest> silent, int firstSequence) {
        int size =
                Stream.of(requests, silent)
                        .flatMap(List::stream)
                        .mapToInt(NetlinkRequest::length)
                        .sum();
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        int sequence = firstSequence;
        int last = firstSequence + requests.size() - 1;
        for (NetlinkRequest request : requests) {
            request.write(bytes, sequence, sequence == last ? NLM_F_ACK : 0);
            sequence++;
        }
        for (NetlinkRequest request : silent) {
            request.write(bytes, sequence, 0);
            sequence++;
        }
        return bytes.array();
    }
}
