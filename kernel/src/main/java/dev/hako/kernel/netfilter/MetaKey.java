package dev.hako.kernel.netfilter;

/// What [Expression.Meta] can load.
public enum MetaKey {
    /// The name of the interface it came by: 16 bytes, the rest zero.
    IIFNAME(NfTables.NFT_META_IIFNAME),
    /// The name of the interface it leaves by: 16 bytes, the rest zero.
    OIFNAME(NfTables.NFT_META_OIFNAME),
    /// [IpFamily]: 1 byte.
    NFPROTO(NfTables.NFT_META_NFPROTO),
    /// The protocol within, `IPPROTO_…`: 1 byte.
    L4PROTO(NfTables.NFT_META_L4PROTO),
    /// Whom a frame is for, `PACKET_…`: 1 byte.
    PKTTYPE(NfTables.NFT_META_PKTTYPE);

    private final int number;

    MetaKey(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
