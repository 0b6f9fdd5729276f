package dev.hako.network.port;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.InetSocket;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.PortHolder;
import dev.hako.network.address.Addresses;
import dev.hako.network.namespace.Sysctl;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Keeps a port of the host from all other programs, and from other boxes, while it is open.
///
/// The packet filter sends on what comes to the port before any program of the host could see it,
/// so it would also take it from one that has it. Holding a socket that has the port asks the
/// kernel whether it is free, and keeps it so. It belongs to whoever lives as long as the box.
///
/// @param socket what holds the port, owned by this
/// @param port which one it is
public record PortReservation(Fd socket, int port) implements AutoCloseable {
    private static final Sysctl FIRST_FREE = new Sysctl("ipv4/ip_unprivileged_port_start");
    private static final String USUAL_FIRST_FREE = "1024";

    /// Takes a port.
    ///
    /// @param address of the host; any of its family means all of it
    /// @param port 0 for any that is free
    /// @throws PortTaken if another has it
    /// @throws Failure `INVALID` if the host has no such address, `DENIED` if the port is not for
    ///   ordinary users
    public static PortReservation of(TransportProtocol protocol, InetAddress address, int port) {
        return taken(protocol, address, port, InetSocket::bind);
    }

    /// Tries whether a program could take a port: connections of one that had it before do not
    /// count.
    ///
    /// @return what keeps it from others but such programs
    static PortReservation trial(TransportProtocol protocol, InetAddress address, int port) {
        return taken(protocol, address, port, InetSocket::bindAgain);
    }

    private interface Binding {
        InetSocket bind(InetSocket.Kind kind, InetAddress address, int port);
    }

    private static PortReservation taken(
            TransportProtocol protocol, InetAddress address, int port, Binding binding) {
        InetSocket.Kind kind = kind(protocol);
        try {
            InetSocket socket = binding.bind(kind, address, port);
            return new PortReservation(socket.fd(), port == 0 ? socket.port() : port);
        } catch (KernelException e) {
            String name = name(protocol, address, port);
            if (e.is(Errno.EADDRINUSE)) {
                throw new PortTaken(name, protocol, port, PortHolder.find(kind, address, port));
            }
            throw explain(e, name, address, port);
        }
    }

    /// Takes the port of the host that a forward begins at.
    public static PortReservation of(PortForward forward) {
        return of(forward.protocol(), address(forward), forward.hostPort());
    }

    /// Refuses a port of the host that no program could take now.
    ///
    /// @throws PortTaken if another has it
    public static void require(PortForward forward) {
        trial(forward.protocol(), address(forward), forward.hostPort()).close();
    }

    private static InetAddress address(PortForward forward) {
        InetAddress all = Addresses.parse(forward.isIpv6() ? "::" : "0.0.0.0");
        return forward.hostAddress().orElse(all);
    }

    private static InetSocket.Kind kind(TransportProtocol protocol) {
        return switch (protocol) {
            case TCP -> InetSocket.Kind.STREAM;
            case UDP -> InetSocket.Kind.DATAGRAM;
        };
    }

    private static Failure explain(KernelException e, String name, InetAddress address, int port) {
        String intent = "cannot take port \"" + name + "\"";
        if (e.is(Errno.EADDRNOTAVAIL)) {
            return Failure.invalid(intent + ": the host has no address " + address.getHostAddress())
                    .hint("see the addresses it has: ip address");
        }
        return e.is(Errno.EACCES) ? forRoot(intent, port) : e.during(intent);
    }

    private static Failure forRoot(String intent, int port) {
        String first = FIRST_FREE.value().orElse(USUAL_FIRST_FREE);
        return Failure.of(Failure.Kind.DENIED, intent + ": ports below " + first + " are for root")
                .hint(
                        "take a higher one, or let root run: sysctl"
                                + " net.ipv4.ip_unprivileged_port_start="
                                + port);
    }

    static String name(TransportProtocol protocol, InetAddress address, int port) {
        String text = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + text + "]" : text)
                + ":"
                + port
                + "/"
                + protocol;
    }

    @Override
    public void close() {
        socket.close();
    }
}
