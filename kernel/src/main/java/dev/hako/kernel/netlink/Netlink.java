package dev.hako.kernel.netlink;

import dev.hako.kernel.KernelException;
import dev.hako.kernel.NetlinkSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Requests and their answers over one socket.
final class Netlink implements AutoCloseable {
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLM_F_MULTI = 0x2;
    static final int NLM_F_CAPPED = 0x100;
    static final int NLM_F_ACK_TLVS = 0x200;
    static final int NLMSGERR_ATTR_MSG = 1;

    private static final int ERROR_BYTES = 4;

    private final NetlinkSocket socket;
    private int sequence;

    Netlink(NetlinkSocket socket) {
        this.socket = socket;
    }

    /// Sends a request and gathers what the kernel answers, up to its final word.
    ///
    /// @param operand what the request is about, for messages
    /// @throws KernelException if the kernel refuses
    List<NetlinkMessage> exchange(NetlinkRequest request, String operand) {
        sequence++;
        socket.send(request.bytes(sequence));
        List<NetlinkMessage> answers = new ArrayList<>();
        while (true) {
            for (NetlinkMessage message : NetlinkMessage.parse(socket.receive())) {
                if (message.sequence() != sequence) {
                    continue;
                }
                if (message.type() == NLMSG_ERROR || message.type() == NLMSG_DONE) {
                    finish(message, request, operand);
                    return answers;
                }
                answers.add(message);
            }
        }
    }

    /// The final word begins with 0 or `-errno`.
    private static void finish(NetlinkMessage last, NetlinkRequest request, String operand) {
        int error = last.payload().length < ERROR_BYTES ? 0 : last.buffer().getInt();
        if (error < 0) {
            String words = words(last);
            String subject = words.isEmpty() ? operand : operand + ": " + words;
            throw new KernelException(-error, request.name(), subject);
        }
    }

    /// Why the kernel refused, in its own words, behind the header of the refused request, or
    /// behind all of the request.
    private static String words(NetlinkMessage error) {
        if ((error.flags() & NLM_F_ACK_TLVS) == 0) {
            return "";
        }
        ByteBuffer request = error.buffer().position(ERROR_BYTES);
        boolean capped = (error.flags() & NLM_F_CAPPED) != 0;
        int length = capped ? NetlinkMessage.HEADER : request.getInt();
        return error.attributes(ERROR_BYTES + (length + 3 & ~3)).text(NLMSGERR_ATTR_MSG).orElse("");
    }

    @Override
    public void close() {
        socket.close();
    }
}
