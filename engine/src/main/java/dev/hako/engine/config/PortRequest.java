package dev.hako.engine.config;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.port.TransportProtocol;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A port of a container that is to be reached by a port of the host.
///
/// @param containerPort 1 to 65535
/// @param hostAddress the one address of the host that it is reached by; empty: all of them
/// @param firstHostPort of those of which it gets the first that is free; 0: any
/// @param lastHostPort 0 if the first is
public record PortRequest(
        TransportProtocol protocol,
        int containerPort,
        Optional<InetAddress> hostAddress,
        int firstHostPort,
        int lastHostPort) {
    private static final int LAST = 0xffff;

    /// `[[ADDRESS:][PORTS]:]PORTS[/PROTOCOL]`, an address of IPv6 in brackets.
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:(?:(\\[[^]]*\\]|[^:\\[\\]]*):)?([0-9-]*):)?([0-9-]+)(?:/([a-zA-Z0-9]+))?");

    private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

    public PortRequest {
        if (containerPort < 1
                || lastHostPort > LAST
                || containerPort > LAST
                || firstHostPort > lastHostPort) {
            throw new IllegalArgumentException(
                    containerPort + " at " + firstHostPort + "-" + lastHostPort);
        }
    }

    /// Ports that stand side by side.
    private record Ports(int first, int last) {
        int count() {
            return last - first + 1;
        }
    }

    /// Reads what stands behind `-p`: `80`, `8080:80`, `127.0.0.1:8080:80/udp`, `[::1]::80`,
    /// `8000-8010:80` (the first that is free) or `8000-8002:80-82` (one for one).
    ///
    /// @throws Failure `INVALID` naming what is wrong with it, `UNSUPPORTED` for sctp
    public static List<PortRequest> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw Failure.invalid("\"" + Printable.of(text) + "\" is no port to publish")
                    .hint("write it as 8080:80, 127.0.0.1:8080:80 or 53:53/udp");
        }
        TransportProtocol protocol = protocol(Optional.ofNullable(form.group(4)).orElse("tcp"));
        Optional<InetAddress> address =
                Optional.ofNullable(form.group(1))
                        .filter(host -> !host.isEmpty())
                        .map(PortRequest::address);
        Ports container = ports(form.group(3));
        Optional<Ports> host =
                Optional.ofNullable(form.group(2))
                        .filter(ports -> !ports.isEmpty())
                        .map(PortRequest::ports);
        if (host.isPresent() && container.count() > 1 && host.get().count() != container.count()) {
            throw Failure.invalid(
                    "invalid ranges of ports \""
                            + Printable.of(text)
                            + "\": they have "
                            + host.get().count()
                            + " and "
                            + container.count()
                            + " ports");
        }
        List<PortRequest> requests = new ArrayList<>(container.count());
        for (int i = 0; i < container.count(); i++) {
            int own = i;
            int first = host.map(ports -> ports.first() + own).orElse(0);
            int last = container.count() == 1 ? host.map(Ports::last).orElse(0) : first;
            requests.add(new PortRequest(protocol, container.first() + i, address, first, last));
        }
        return requests;
    }

    /// Reads `80`, `53/udp` or `8000-8010`: ports of a container.
    public static List<PortRequest> exposed(String text) {
        if (text.contains(":")) {
            throw Failure.invalid("\"" + Printable.of(text) + "\" is no port of a container");
        }
        return parse(text);
    }

    private static TransportProtocol protocol(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "tcp" -> TransportProtocol.TCP;
            case "udp" -> TransportProtocol.UDP;
            case "sctp" ->
                    throw Failure.unsupported("ports of sctp cannot be published")
                            .hint("use tcp or udp, or --network host");
            default ->
                    throw Failure.invalid("\"" + Printable.of(name) + "\" is no protocol")
                            .hint("there are tcp and udp");
        };
    }

    private static InetAddress address(String text) {
        return Addresses.parse(text.startsWith("[") ? text.substring(1, text.length() - 1) : text);
    }

    private static Ports ports(String text) {
        Matcher range = PORTS.matcher(text);
        if (range.matches()) {
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first >= 1 && first <= last && last <= LAST) {
                return new Ports(first, last);
            }
        }
        throw Failure.invalid("\"" + Printable.of(text) + "\" is no port from 1 to " + LAST);
    }

    /// `80/tcp`: the container's side.
    public String containerSide() {
        return containerPort + "/" + protocol;
    }
}
