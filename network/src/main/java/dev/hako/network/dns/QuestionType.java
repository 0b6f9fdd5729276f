package dev.hako.network.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Map;

/// What is asked for, as people call it.
public final class QuestionType {
    /// RFC 9460.
    private static final int SVCB = 64;

    private static final int HTTPS = 65;

    private static final Map<Integer, String> WORDS =
            Map.ofEntries(
                    Map.entry(RecordType.A, "A"),
                    Map.entry(RecordType.NS, "NS"),
                    Map.entry(5, "CNAME"),
                    Map.entry(RecordType.SOA, "SOA"),
                    Map.entry(RecordType.PTR, "PTR"),
                    Map.entry(15, "MX"),
                    Map.entry(16, "TXT"),
                    Map.entry(RecordType.AAAA, "AAAA"),
                    Map.entry(33, "SRV"),
                    Map.entry(35, "NAPTR"),
                    Map.entry(RecordType.DS, "DS"),
                    Map.entry(RecordType.DNSKEY, "DNSKEY"),
                    Map.entry(52, "TLSA"),
                    Map.entry(SVCB, "SVCB"),
                    Map.entry(HTTPS, "HTTPS"),
                    Map.entry(RecordType.ANY, "ANY"),
                    Map.entry(257, "CAA"));

    private QuestionType() {}

    /// `AAAA`; `TYPE4711` if it has no word here (RFC 3597, 5).
    public static String word(int type) {
        return WORDS.getOrDefault(type, "TYPE" + type);
    }

    /// The one whose answer an address is.
    public static String wordFor(InetAddress address) {
        return address instanceof Inet6Address ? "AAAA" : "A";
    }

    /// Whether its answers are addresses.
    public static boolean isOfAddresses(int type) {
        return type == RecordType.A || type == RecordType.AAAA || type == RecordType.ANY;
    }

    /// Whether its answers tell how a service is reached.
    public static boolean isOfServices(int type) {
        return type == SVCB || type == HTTPS;
    }
}
