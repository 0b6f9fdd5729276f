package dev.hako.network.namespace;

import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netlink.Link;
import dev.hako.kernel.netlink.LinkAddress;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.RouteNetlink;
import java.net.InetAddress;
import java.util.function.Function;

/// An address of the loopback interface in the network namespace that the thread is in: what is
/// sent to it stays there, wherever it went before.
///
/// @param address alone, without a network
public record OwnAddress(InetAddress address) {
    private static final String LOOPBACK = "lo";

    /// Takes it, if it is not there.
    public void take() {
        change(LinkAddress::add, Errno.EEXIST);
    }

    /// Gives it up, if it is there.
    public void giveUp() {
        change(LinkAddress::remove, Errno.EADDRNOTAVAIL);
    }

    private void change(Function<LinkAddress, NetlinkRequest> change, Errno done) {
        try (RouteNetlink inside = RouteNetlink.open()) {
            Link loopback = inside.link(LOOPBACK).orElseThrow();
            int bits = address.getAddress().length * Byte.SIZE;
            inside.apply(change.apply(new LinkAddress(loopback.index(), address, bits)));
        } catch (KernelException e) {
            if (!e.is(done)) {
                throw e;
            }
        }
    }
}
