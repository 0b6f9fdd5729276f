package dev.hako.network.namespace;

import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Namespace;
import dev.hako.kernel.Open;
import dev.hako.kernel.netlink.LinkRequests;
import dev.hako.kernel.netlink.RouteNetlink;
import java.nio.file.Path;
import java.util.function.Supplier;

/// A network of interfaces, addresses, routes and ports of its own: network_namespaces(7).
public final class NetworkNamespace implements AutoCloseable {
    private final Fd fd;

    private NetworkNamespace(Fd fd) {
        this.fd = fd;
    }

    /// Makes one that has a loopback interface, switched on, and nothing else. It ends with this
    /// object or this process, unless a process has been put into it.
    public static NetworkNamespace create() {
        return Visitor.inNew(() -> {
            NetworkNamespace namespace = new NetworkNamespace(Namespace.NETWORK.ofThread());
            try (RouteNetlink route = RouteNetlink.open()) {
                route.apply(LinkRequests.up("lo"));
                return namespace;
            } catch (RuntimeException e) {
                namespace.close();
                throw e;
            }
        });
    }

    /// The one that a process is in.
    ///
    /// @throws dev.hako.kernel.KernelException `ENOENT` if there is no such process
    public static NetworkNamespace of(int pid) {
        return new NetworkNamespace(Namespace.NETWORK.of(pid));
    }

    /// Takes the ownership of a descriptor of one.
    public static NetworkNamespace open(Fd fd) {
        return new NetworkNamespace(fd);
    }

    /// The one that is mounted on a file.
    ///
    /// @throws dev.hako.kernel.KernelException `ENOENT` if there is no such file, `EINVAL` if
    ///   something else is there
    public static NetworkNamespace mountedOn(Path file) {
        Fd fd = Open.open(file.toString(), Open.O_RDONLY);
        if (isNetworkNamespace(fd)) {
            return new NetworkNamespace(fd);
        }
        fd.close();
        throw new KernelException(Errno.EINVAL.number(), "ioctl", "\"" + file + "\"");
    }

    /// Whether one is mounted on a file, which need not be there.
    public static boolean isMountedOn(Path file) {
        try (Fd fd = Open.open(file.toString(), Open.O_RDONLY)) {
            return isNetworkNamespace(fd);
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isNetworkNamespace(Fd file) {
        try {
            return Namespace.typeOf(file) == Namespace.NETWORK;
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOTTY, Errno.EINVAL)) {
                return false;
            }
            throw e;
        }
    }

    /// The descriptor, still owned by this.
    public Fd fd() {
        return fd;
    }

    /// Does something short in it, on a platform thread, and waits for that: a socket that is made
    /// there stays there, and `/proc/sys/net` is that of this namespace.
    ///
    /// @throws RuntimeException what `visit` throws
    public <T> T call(Supplier<T> visit) {
        return Visitor.in(fd, visit);
    }

    /// Does something short in it that answers nothing.
    public void run(Runnable visit) {
        call(() -> {
            visit.run();
            return true;
        });
    }

    @Override
    public void close() {
        fd.close();
    }
}
