package dev.hako.kernel.netfilter;

/// What [Expression.Ct] can load: 32 bits in the machine's order, if nothing else is said.
public enum CtKey {
    /// Where in its connection the packet is: 2 established, 4 related, 8 new.
    STATE(NfTables.NFT_CT_STATE),
    /// Whether the packet is of who began the connection, 0, or of who answers, 1: 1 byte.
    DIRECTION(NfTables.NFT_CT_DIRECTION),
    /// What became of the connection: `IPS_…`.
    STATUS(NfTables.NFT_CT_STATUS);

    private final int number;

    CtKey(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
