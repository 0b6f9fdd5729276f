package dev.hako.network.address;

import dev.hako.failure.Failure;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The address of one interface among its neighbours on a wire (IEEE 802 MAC): six bytes.
///
/// @param number its 48 bits
public record HardwareAddress(long number) {
    private static final int BYTES = 6;
    private static final long MULTICAST = 1L << 40;
    private static final long DERIVED = 0x0242L << 32;
    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":");
    private static final Pattern NOTATION =
            Pattern.compile("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}");

    public HardwareAddress {
        if (number <= 0 || number >= 1L << 48 || (number & MULTICAST) != 0) {
            throw new IllegalArgumentException(
                    Long.toHexString(number) + " is no hardware address of one interface");
        }
    }

    /// Reads `02:42:ac:12:00:02`.
    ///
    /// @throws Failure `INVALID` if it is none, or one of many receivers
    public static HardwareAddress parse(String text) {
        if (!NOTATION.matcher(text).matches()) {
            throw invalid(text);
        }
        try {
            return new HardwareAddress(Long.parseLong(text.replaceAll("[:-]", ""), 16));
        } catch (IllegalArgumentException none) {
            throw invalid(text);
        }
    }

    private static Failure invalid(String text) {
        return Failure.invalid("\"" + text + "\" is no hardware address of an interface")
                .hint("write it as 02:42:ac:12:00:02");
    }

    /// The one that an interface gets that has none of its own choice: `02:42` and the last four
    /// bytes of its IP address. Who gets an IP address again gets the hardware address again, so
    /// that no neighbour remembers a wrong one.
    public static HardwareAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int last = ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
        return new HardwareAddress(DERIVED | Integer.toUnsignedLong(last));
    }

    /// Its six bytes.
    public byte[] bytes() {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        return Arrays.copyOfRange(all, Long.BYTES - BYTES, Long.BYTES);
    }

    /// The 16 bytes of the IPv6 address that an interface gives itself for its own wire (RFC 4291,
    /// appendix A).
    public byte[] linkLocal() {
        long upper = number >>> 24 ^ 0x020000;
        long identifier = upper << 40 | 0xfffeL << 24 | number & 0xffffff;
        return ByteBuffer.allocate(16).putLong(0xfe80L << 48).putLong(identifier).array();
    }

    @Override
    public String toString() {
        return FORMAT.formatHex(bytes());
    }
}
