package dev.hako.network.address;

import dev.hako.failure.Failure;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/// A range of addresses that begin with the same bits, in CIDR notation (RFC 4632, RFC 4291):
/// `172.18.0.0/16`, `fd00:1::/64`.
///
/// @param network its lowest address
/// @param prefixLength how many leading bits its addresses have in common
public record Subnet(InetAddress network, int prefixLength) {
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    public Subnet {
        if (prefixLength < 0 || prefixLength > bits(network)) {
            throw new IllegalArgumentException(
                    network.getHostAddress() + " has no prefix of " + prefixLength + " bits");
        }
        if (!number(network).and(hostMask(network, prefixLength)).equals(BigInteger.ZERO)) {
            throw new IllegalArgumentException(
                    network.getHostAddress() + "/" + prefixLength + " is not the lowest address");
        }
    }

    /// The range that an address is in.
    public static Subnet of(InetAddress address, int prefixLength) {
        BigInteger lowest = number(address).andNot(hostMask(address, prefixLength));
        return new Subnet(address(lowest, bits(address)), prefixLength);
    }

    /// Reads `ADDRESS/LENGTH`; bits of the address behind the prefix are left out.
    ///
    /// @throws Failure `INVALID` naming what is wrong with it
    public static Subnet parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw notation(text);
        }
        InetAddress address = Addresses.parse(text.substring(0, slash));
        String length = text.substring(slash + 1);
        if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > bits(address)) {
            throw notation(text);
        }
        return of(address, Integer.parseInt(length));
    }

    private static Failure notation(String text) {
        return Failure.invalid("\"" + text + "\" is no range of addresses")
                .hint("write it as 172.30.0.0/16 or fd00:30::/64");
    }

    public boolean isIpv6() {
        return network instanceof Inet6Address;
    }

    public boolean contains(InetAddress address) {
        return address.getAddress().length == network.getAddress().length
                && of(address, prefixLength).network.equals(network);
    }

    /// Whether all addresses of another are in it.
    public boolean contains(Subnet other) {
        return other.prefixLength >= prefixLength && contains(other.network);
    }

    /// Whether some address is in both.
    public boolean overlaps(Subnet other) {
        return contains(other) || other.contains(this);
    }

    /// How many addresses it has.
    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(bits(network) - prefixLength);
    }

    /// One of its addresses.
    ///
    /// @param index 0 for the lowest
    /// @throws IllegalArgumentException if it has not so many
    public InetAddress address(BigInteger index) {
        if (index.signum() < 0 || index.compareTo(size()) >= 0) {
            throw new IllegalArgumentException(this + " has no address " + index);
        }
        return address(number(network).add(index), bits(network));
    }

    /// Its lowest address but the one that stands for the range itself.
    public InetAddress first() {
        return address(BigInteger.ONE.min(size().subtract(BigInteger.ONE)));
    }

    /// Its highest address: of IPv4 the one that reaches all.
    public InetAddress last() {
        return address(size().subtract(BigInteger.ONE));
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static BigInteger hostMask(InetAddress address, int prefixLength) {
        return BigInteger.ONE.shiftLeft(bits(address) - prefixLength).subtract(BigInteger.ONE);
    }

    private static InetAddress address(BigInteger number, int bits) {
        byte[] bytes = new byte[bits / Byte.SIZE];
        byte[] significant = number.toByteArray();
        int length = Math.min(significant.length, bytes.length);
        System.arraycopy(
                significant, significant.length - length, bytes, bytes.length - length, length);
        return Addresses.of(bytes);
    }

    @Override
    public String toString() {
        return Addresses.text(network) + "/" + prefixLength;
    }
}
