package dev.hako.engine.network;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.network.namespace.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/// The ports of a pod as its own processes reach them: on the loopback interface.
///
/// @param name the pod's, for messages
/// @param namespace where its network namespace is mounted; empty: it has the host's
public record PodPorts(String name, Optional<Path> namespace) {
    private static final byte[] IPV4 = {127, 0, 0, 1};
    private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /// Connects to a port, by IPv4 or else by IPv6. The connection blocks, and is the caller's.
    ///
    /// @throws Failure `CONFLICT` if the pod does not run
    /// @throws IOException if nobody listens there
    public SocketChannel dial(int port) throws IOException {
        try {
            return dial(StandardProtocolFamily.INET, IPV4, port);
        } catch (ConnectException e) {
            try {
                return dial(StandardProtocolFamily.INET6, IPV6, port);
            } catch (IOException | UnsupportedOperationException nobodyThereEither) {
                // Nobody listens, or this machine has no IPv6: the first answer tells more.
                throw e;
            }
        }
    }

    private SocketChannel dial(StandardProtocolFamily family, byte[] address, int port)
            throws IOException {
        SocketChannel channel = open(family);
        try {
            channel.connect(new InetSocketAddress(loopback(address), port));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static InetAddress loopback(byte[] address) throws UnknownHostException {
        return InetAddress.getByAddress(address);
    }

    /// A socket belongs to the network in which it was made, whoever connects it.
    private SocketChannel open(StandardProtocolFamily family) throws IOException {
        if (namespace.isEmpty()) {
            return SocketChannel.open(family);
        }
        try (NetworkNamespace network = NetworkNamespace.mountedOn(namespace.get())) {
            return network.call(() -> opened(family));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.EINVAL)) {
                throw Failure.conflict("pod \"" + name + "\" is not running");
            }
            throw e;
        }
    }

    private static SocketChannel opened(StandardProtocolFamily family) {
        try {
            return SocketChannel.open(family);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
