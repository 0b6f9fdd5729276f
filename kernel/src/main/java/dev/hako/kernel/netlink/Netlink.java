package dev.hako.kernel.netlink;

import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NetlinkSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Requests and their answers over one socket.
public final class Netlink implements AutoCloseable {
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLM_F_CAPPED = 0x100;
    static final int NLM_F_ACK_TLVS = 0x200;
    static final int NLMSGERR_ATTR_MSG = 1;

    private static final int ERROR_BYTES = 4;

    /// Some ten thousand published ports.
    private static final int LONGEST_SEND = 8 << 20;

    private final NetlinkSocket socket;
    private int sequence;

    private Netlink(NetlinkSocket socket) {
        this.socket = socket;
    }

    /// Opens a socket to one part of the kernel, in this thread's network namespace.
    ///
    /// @param protocol `NETLINK_…`
    public static Netlink open(int protocol) {
        return new Netlink(NetlinkSocket.open(protocol).sendingUpTo(LONGEST_SEND));
    }

    /// Sends a request and gathers what the kernel answers, up to its final word.
    ///
    /// @throws KernelException if the kernel refuses
    public List<NetlinkMessage> exchange(NetlinkRequest request) {
        return exchange(List.of(request));
    }

    /// Sends several requests at once and gathers what the kernel answers to them. What else it has
    /// to say after a refusal is passed over by the next exchange.
    ///
    /// @throws KernelException for the first that the kernel refuses
    public List<NetlinkMessage> exchange(List<NetlinkRequest> requests) {
        return exchange(requests, List.of());
    }

    /// Sends several requests at once, and with them some that are never answered.
    ///
    /// @param silent what follows them
    /// @throws KernelException for the first that the kernel refuses
    public List<NetlinkMessage> exchange(
            List<NetlinkRequest> requests, List<NetlinkRequest> silent) {
        int first = sequence + 1;
        sequence += requests.size() + silent.size();
        socket.send(NetlinkRequest.bytes(requests, silent, first));
        List<NetlinkMessage> answers = new ArrayList<>();
        while (true) {
            for (NetlinkMessage message : NetlinkMessage.parse(socket.receive())) {
                int index = message.sequence() - first;
                if (index < 0 || index >= requests.size()) {
                    continue;
                }
                if (message.type() != NLMSG_ERROR && message.type() != NLMSG_DONE) {
                    answers.add(message);
                    continue;
                }
                refuse(message, requests.get(index));
                if (index == requests.size() - 1) {
                    return answers;
                }
            }
        }
    }

    /// The final word begins with 0 or `-errno`.
    private static void refuse(NetlinkMessage last, NetlinkRequest request) {
        int error = last.payload().length < ERROR_BYTES ? 0 : last.buffer().getInt();
        if (error < 0) {
            String words = words(last);
            String operand = request.operand();
            String subject = words.isEmpty() ? operand : operand + ": " + words;
            throw new KernelException(-error, request.name(), subject);
        }
    }

    /// Why the kernel refused, in its own words, behind the header of the refused request, or
    /// behind all of the request.
    private static String words(NetlinkMessage error) {
        ByteBuffer request = error.buffer();
        if ((error.flags() & NLM_F_ACK_TLVS) == 0 || request.remaining() < 2 * ERROR_BYTES) {
            return "";
        }
        boolean capped = (error.flags() & NLM_F_CAPPED) != 0;
        int length = capped ? NetlinkMessage.HEADER : request.getInt(ERROR_BYTES);
        long start = ERROR_BYTES + (length + 3L & ~3L);
        return start > request.limit() || length < 0
                ? ""
                : error.attributes((int) start).text(NLMSGERR_ATTR_MSG).orElse("");
    }

    /// Readable when the kernel has something to say unasked; still owned by this.
    public Fd fd() {
        return socket.fd();
    }

    /// What it says then.
    public List<NetlinkMessage> receive() {
        return NetlinkMessage.parse(socket.receive());
    }

    /// The number of the socket.
    public int port() {
        return socket.port();
    }

    @Override
    public void close() {
        socket.close();
    }
}
