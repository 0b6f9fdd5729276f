package dev.hako.network.names;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// A line that a user adds to `/etc/hosts`, as Docker's `--add-host` takes it: `NAME:ADDRESS` or
/// `NAME=ADDRESS`, an address of IPv6 perhaps in brackets, or `NAME:host-gateway` for the addresses
/// that the host has towards the box.
///
/// @param address nothing for those of the host
public record AddedHost(String name, Optional<InetAddress> address) {
    /// The word for the host's own addresses.
    public static final String HOST_GATEWAY = "host-gateway";

    public AddedHost {
        HostName.check(name, "name of a host");
    }

    /// Reads one.
    ///
    /// @throws Failure `INVALID` naming what is wrong with it
    public static AddedHost parse(String text) {
        int separator = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
        if (separator < 0) {
            throw Failure.invalid("\"" + text + "\" is no host with its address")
                    .hint("write it as NAME:ADDRESS or NAME:" + HOST_GATEWAY);
        }
        String name = text.substring(0, separator);
        String address = text.substring(separator + 1);
        return address.equals(HOST_GATEWAY)
                ? new AddedHost(name, Optional.empty())
                : new AddedHost(name, Optional.of(Addresses.parse(withoutBrackets(address))));
    }

    /// As a user writes it.
    public String text() {
        return name + ":" + address.map(Addresses::text).orElse(HOST_GATEWAY);
    }

    private static String withoutBrackets(String address) {
        return address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }

    /// Its lines.
    ///
    /// @param gateways the host's addresses towards the box
    /// @throws Failure `INVALID` if it names those, and there are none
    List<HostsFile.Line> lines(List<InetAddress> gateways) {
        if (address.isEmpty() && gateways.isEmpty()) {
            throw Failure.invalid(
                            "\""
                                    + name
                                    + ":"
                                    + HOST_GATEWAY
                                    + "\" names the host's address"
                                    + " towards the container, which has none")
                    .hint("connect the container to a network, or write an address");
        }
        return address.map(List::of).orElse(gateways).stream()
                .map(one -> new HostsFile.Line(one, List.of(name)))
                .toList();
    }
}
