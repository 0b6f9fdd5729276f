package dev.hako.network.egress;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.Subnet;
import java.net.InetAddress;
import java.util.Optional;

/// Something that a box is let to: a [Domain] or a [Range], all of it or one port.
public sealed interface EgressRule {
    /// Whatever port it is, if there is none.
    Optional<ServicePort> port();

    /// A name, or all names below it.
    ///
    /// @param name in lower case, in ASCII, without a dot at its end
    /// @param below whether it is for names below this one only, as of `*.example.com`
    record Domain(String name, boolean below, Optional<ServicePort> port) implements EgressRule {
        /// Whether it is for a name, which is written likewise.
        public boolean covers(String asked) {
            return below
                    ? asked.length() > name.length() + 1 && asked.endsWith("." + name)
                    : asked.equals(name);
        }

        @Override
        public String toString() {
            return (below ? WILDCARD : "") + name + port.map(p -> ":" + p).orElse("");
        }
    }

    /// Addresses.
    record Range(Subnet subnet, Optional<ServicePort> port) implements EgressRule {
        /// Whether it is for an address and a port of it.
        ///
        /// @param protocol `IPPROTO_…`
        public boolean covers(InetAddress address, int protocol, int number) {
            return subnet.contains(address)
                    && port.map(p -> p.protocol().number() == protocol && p.number() == number)
                            .orElse(true);
        }

        @Override
        public String toString() {
            boolean one = subnet.prefixLength() == subnet.network().getAddress().length * Byte.SIZE;
            String text = one ? Addresses.text(subnet.network()) : subnet.toString();
            if (port.isEmpty()) {
                return text;
            }
            return (subnet.isIpv6() ? "[" + text + "]" : text) + ":" + port.get();
        }
    }

    String WILDCARD = "*.";

    /// Reads `example.com`, `*.example.com`, `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`, and each
    /// of them with a port: `example.com:443`, `192.0.2.0/24:53/udp`, `[2001:db8::1]:443`.
    ///
    /// @throws Failure `INVALID` naming what is wrong with it
    static EgressRule parse(String text) {
        int end = endOfTarget(text);
        String target = text.startsWith("[") ? text.substring(1, end - 1) : text.substring(0, end);
        Optional<ServicePort> port =
                end == text.length()
                        ? Optional.empty()
                        : Optional.of(ServicePort.parse(text.substring(end + 1)));
        if (text.startsWith("[") || target.contains(":") || target.contains("/")) {
            return new Range(range(target), port);
        }
        if (DomainName.looksLikeAddress(target)) {
            return new Range(range(target), port);
        }
        boolean below = target.startsWith(WILDCARD);
        String name = below ? target.substring(WILDCARD.length()) : target;
        return new Domain(DomainName.normal(name), below, port);
    }

    /// Where the port begins, if there is one. An IPv6 address without brackets has none.
    private static int endOfTarget(String text) {
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            boolean whole =
                    close > 0 && (close + 1 == text.length() || text.charAt(close + 1) == ':');
            if (!whole) {
                throw Failure.invalid("\"" + text + "\" is no address in brackets")
                        .hint("write it as [2001:db8::1]:443");
            }
            return close + 1;
        }
        int colon = text.indexOf(':');
        return colon < 0 || colon != text.lastIndexOf(':') ? text.length() : colon;
    }

    private static Subnet range(String target) {
        if (target.contains("/")) {
            return Subnet.parse(target);
        }
        InetAddress address = Addresses.parse(target);
        return Subnet.of(address, address.getAddress().length * Byte.SIZE);
    }
}
