package dev.hako.kernel.netlink;

import java.net.InetAddress;

/// An address of a network interface.
///
/// @param link the index of the interface
/// @param prefixLength how many leading bits name the network
public record LinkAddress(int link, InetAddress address, int prefixLength) {}
