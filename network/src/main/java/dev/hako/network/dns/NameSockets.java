package dev.hako.network.dns;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;

/// The two sockets of one address at which names are asked for. They are of the network namespace
/// of the thread that binds them, and whoever takes them may be in another.
///
/// @param datagrams bound
/// @param streams bound to the same address and port
public record NameSockets(DatagramChannel datagrams, ServerSocketChannel streams) {
    private static final int TRIES_FOR_A_FREE_PORT = 32;

    /// Binds both, in the network namespace that the thread is in.
    ///
    /// @param port 0 for any that is free
    /// @throws Failure `CONFLICT` if somebody else listens there, `UNAVAILABLE` if nobody can
    public static NameSockets bind(InetAddress address, int port) {
        try {
            return bound(address, port);
        } catch (IOException e) {
            throw Failure.of(
                            e instanceof BindException
                                    ? Failure.Kind.CONFLICT
                                    : Failure.Kind.UNAVAILABLE,
                            "cannot answer names on \"" + text(address, port) + "\": " + reason(e),
                            e)
                    .hint("see who listens there with `ss -lnup sport = " + port + "`");
        }
    }

    private static String text(InetAddress address, int port) {
        String text = Addresses.text(address);
        return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static NameSockets bound(InetAddress address, int port) throws IOException {
        ProtocolFamily family =
                address instanceof Inet6Address
                        ? StandardProtocolFamily.INET6
                        : StandardProtocolFamily.INET;
        for (int tries = port == 0 ? TRIES_FOR_A_FREE_PORT : 1; ; tries--) {
            try {
                return bound(family, new InetSocketAddress(address, port));
            } catch (BindException e) {
                if (tries == 1) {
                    throw e;
                }
            }
        }
    }

    /// The kernel chooses a port that is free for streams, which need not be so for datagrams.
    private static NameSockets bound(ProtocolFamily family, InetSocketAddress wanted)
            throws IOException {
        ServerSocketChannel streams = ServerSocketChannel.open(family);
        try {
            streams.bind(wanted);
            DatagramChannel datagrams = DatagramChannel.open(family);
            try {
                datagrams.bind(streams.getLocalAddress());
                return new NameSockets(datagrams, streams);
            } catch (IOException | RuntimeException e) {
                datagrams.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            streams.close();
            throw e;
        }
    }
}
