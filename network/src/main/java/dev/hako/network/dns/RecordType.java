package dev.hako.network.dns;

/// Numbers of types of records (RFC 1035, 3.2.2 and later ones).
final class RecordType {
    static final int A = 1;
    static final int NS = 2;
    static final int SOA = 6;
    static final int PTR = 12;
    static final int AAAA = 28;
    static final int OPT = 41;
    static final int DS = 43;
    static final int DNSKEY = 48;
    static final int IXFR = 251;
    static final int AXFR = 252;
    static final int ANY = 255;

    /// The class of the Internet.
    static final int IN = 1;

    private RecordType() {}

    /// Whether it is one of those that a resolver which checks signatures asks of zones, and so of
    /// top-level domains.
    static boolean isOfZones(int type) {
        return type == NS || type == SOA || type == DS || type == DNSKEY;
    }

    /// Whether a whole zone is asked for.
    static boolean isTransfer(int type) {
        return type == IXFR || type == AXFR;
    }
}
