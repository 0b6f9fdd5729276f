package dev.hako.network.cni;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What attaching has come to: section 5 of the specification, of all versions spoken here.
///
/// @param routes of the container
public record AttachmentResult(
        List<Interface> interfaces, List<Ip> ips, List<Route> routes, Dns dns) {
    private static final int IPV4_BYTES = 4;

    public AttachmentResult {
        interfaces = List.copyOf(interfaces);
        ips = List.copyOf(ips);
        routes = List.copyOf(routes);
    }

    /// A network interface that a plugin made.
    ///
    /// @param mac its hardware address, if it has one
    /// @param mtu the most bytes that a packet may have, if told
    /// @param sandbox the network namespace it is in; none for one of the host
    public record Interface(
            String name, Optional<String> mac, Optional<Integer> mtu, Optional<String> sandbox) {
        private static Interface of(Fields fields) {
            return new Interface(
                    fields.required("name"),
                    fields.text("mac"),
                    fields.integer("mtu"),
                    fields.text("sandbox"));
        }
    }

    /// An address, and the network it is in.
    ///
    /// @param gateway who leads out of that network, if anyone
    /// @param at which of the interfaces has it, if told
    public record Ip(
            InetAddress address,
            int prefixLength,
            Optional<InetAddress> gateway,
            Optional<Interface> at) {
        private static Ip of(Fields fields, List<Interface> interfaces) {
            Range range = Range.parse(fields.document(), fields.required("address"));
            Optional<Integer> index = fields.integer("interface");
            if (index.filter(i -> i < 0 || i >= interfaces.size()).isPresent()) {
                throw Failure.invalid(
                        fields.document()
                                + ": "
                                + range.address.getHostAddress()
                                + " is at an interface that is not told of");
            }
            return new Ip(
                    range.address,
                    range.prefixLength,
                    fields.address("gateway"),
                    index.map(interfaces::get));
        }
    }

    /// Where packets go.
    ///
    /// @param destination the lowest address of those that go there
    /// @param gateway none for the gateway of the network
    public record Route(InetAddress destination, int prefixLength, Optional<InetAddress> gateway) {
        private static Route of(Fields fields) {
            Range range = Range.parse(fields.document(), fields.required("dst"));
            return new Route(range.address, range.prefixLength, fields.address("gw"));
        }
    }

    /// Who answers for names.
    ///
    /// @param options as in resolv.conf(5)
    public record Dns(
            List<InetAddress> servers,
            Optional<String> domain,
            List<String> search,
            List<String> options) {
        static final Dns NONE = new Dns(List.of(), Optional.empty(), List.of(), List.of());

        public Dns {
            servers = List.copyOf(servers);
            search = List.copyOf(search);
            options = List.copyOf(options);
        }

        private static Dns of(Fields fields) {
            return new Dns(
                    fields.addresses("nameservers"),
                    fields.text("domain"),
                    fields.texts("search"),
                    fields.texts("options"));
        }
    }

    /// An address with the length of its prefix: not always the lowest of its range.
    private record Range(InetAddress address, int prefixLength) {
        static Range parse(String document, String text) {
            int slash = text.indexOf('/');
            try {
                InetAddress address = Addresses.parse(text.substring(0, Math.max(0, slash)));
                int length = Integer.parseInt(text.substring(slash + 1));
                if (length >= 0 && length <= address.getAddress().length * Byte.SIZE) {
                    return new Range(address, length);
                }
            } catch (Failure | NumberFormatException e) {
                // Said below, of the whole text.
            }
            throw Failure.invalid(
                    document + ": " + Documents.shown(text) + " is no address in CIDR notation");
        }
    }

    static AttachmentResult of(Fields fields) {
        List<Interface> interfaces =
                fields.objects("interfaces").stream().map(Interface::of).toList();
        return new AttachmentResult(
                interfaces,
                fields.objects("ips").stream().map(ip -> Ip.of(ip, interfaces)).toList(),
                fields.objects("routes").stream().map(Route::of).toList(),
                fields.nested("dns").map(Dns::of).orElse(Dns.NONE));
    }

    /// The container's addresses: those at its interfaces, or at none that is told.
    public List<Ip> containerIps() {
        return ips.stream()
                .filter(ip -> ip.at().isEmpty() || ip.at().get().sandbox().isPresent())
                .toList();
    }

    /// The container's first address of IPv4, or else its first.
    public Optional<InetAddress> firstAddress() {
        return containerIps().stream()
                .map(Ip::address)
                .min((one, other) ->
                        Boolean.compare(
                                one.getAddress().length != IPV4_BYTES,
                                other.getAddress().length != IPV4_BYTES));
    }
}
