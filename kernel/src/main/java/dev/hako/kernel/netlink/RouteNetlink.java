package dev.hako.kernel.netlink;

import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NetlinkSocket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The interfaces, addresses and routes of a network namespace: rtnetlink(7).
public final class RouteNetlink implements AutoCloseable {
    private final Netlink netlink;

    private RouteNetlink(Netlink netlink) {
        this.netlink = netlink;
    }

    /// Opens a socket in this thread's network namespace. It stays with that namespace, whatever
    /// becomes of the thread.
    public static RouteNetlink open() {
        return new RouteNetlink(Netlink.open(NetlinkSocket.NETLINK_ROUTE));
    }

    /// All interfaces.
    public List<Link> links() {
        return netlink.exchange(LinkRequests.all()).stream()
                .flatMap(message -> Link.read(message).stream())
                .toList();
    }

    /// The interface of a name.
    public Optional<Link> link(String name) {
        try {
            return netlink.exchange(LinkRequests.get(name)).stream()
                    .flatMap(message -> Link.read(message).stream())
                    .findFirst();
        } catch (KernelException e) {
            if (e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// All IPv4 and IPv6 addresses.
    public List<LinkAddress> addresses() {
        return netlink.exchange(LinkAddress.all()).stream()
                .flatMap(message -> LinkAddress.read(message).stream())
                .toList();
    }

    /// All routes of both families to others, in all tables.
    public List<Route> routes() {
        return Stream.of(Family.AF_INET, Family.AF_INET6)
                .flatMap(family -> netlink.exchange(Route.all(family)).stream())
                .flatMap(message -> Route.read(message).stream())
                .toList();
    }

    /// Makes changes in one send, each on its own: those before a refused one stay made, and those
    /// behind it are tried too.
    ///
    /// @throws KernelException for the first that the kernel refuses
    public void apply(List<NetlinkRequest> changes) {
        if (!changes.isEmpty()) {
            netlink.exchange(changes);
        }
    }

    /// Makes one change.
    ///
    /// @throws KernelException if the kernel refuses
    public void apply(NetlinkRequest change) {
        netlink.exchange(change);
    }

    @Override
    public void close() {
        netlink.close();
    }
}
