package dev.hako.kernel.netfilter;

/// Where [Expression.Payload] counts from.
public enum Header {
    /// The beginning of the frame.
    LINK(NfTables.NFT_PAYLOAD_LL_HEADER),
    /// The beginning of IP.
    NETWORK(NfTables.NFT_PAYLOAD_NETWORK_HEADER),
    /// The beginning of what IP carries.
    TRANSPORT(NfTables.NFT_PAYLOAD_TRANSPORT_HEADER);

    private final int number;

    Header(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
