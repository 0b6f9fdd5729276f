package dev.hako.kernel.netfilter;

import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.NetlinkRequest.Verb;
import java.nio.ByteBuffer;

/// What all parts of netfilter have in common: `linux/netfilter/nfnetlink.h`.
final class Nfnetlink {
    static final int NFNL_SUBSYS_CTNETLINK = 1;
    static final int NFNL_SUBSYS_ULOG = 4;
    static final int NFNL_SUBSYS_NFTABLES = 10;
    static final int NFNL_MSG_BATCH_BEGIN = 16;
    static final int NFNL_MSG_BATCH_END = 17;
    static final int NFNLGRP_NFTABLES = 7;

    static final int NFPROTO_UNSPEC = 0;
    static final int NFPROTO_INET = 1;
    static final int NFPROTO_IPV4 = 2;
    static final int NFPROTO_BRIDGE = 7;
    static final int NFPROTO_IPV6 = 10;

    static final int NF_INET_PRE_ROUTING = 0;
    static final int NF_INET_LOCAL_IN = 1;
    static final int NF_INET_FORWARD = 2;
    static final int NF_INET_LOCAL_OUT = 3;
    static final int NF_INET_POST_ROUTING = 4;

    /// `sizeof(struct nfgenmsg)`: family, version, and what the resource is.
    static final int NFGENMSG = 4;

    private Nfnetlink() {}

    static byte[] nfgenmsg(int family, int resource) {
        return ByteBuffer.allocate(NFGENMSG)
                .put((byte) family)
                .put((byte) 0)
                .putShort((short) resource)
                .array();
    }

    /// The type of a message of one part.
    static int type(int subsystem, int message) {
        return subsystem << 8 | message;
    }

    /// The message in front of those that are done together.
    static NetlinkRequest begin(int subsystem) {
        return bound("NFNL_MSG_BATCH_BEGIN", NFNL_MSG_BATCH_BEGIN, subsystem);
    }

    /// The message behind those that are done together.
    static NetlinkRequest end(int subsystem) {
        return bound("NFNL_MSG_BATCH_END", NFNL_MSG_BATCH_END, subsystem);
    }

    private static NetlinkRequest bound(String name, int type, int subsystem) {
        return new Verb(name, type, 0).about("batch", nfgenmsg(NFPROTO_UNSPEC, subsystem));
    }
}
