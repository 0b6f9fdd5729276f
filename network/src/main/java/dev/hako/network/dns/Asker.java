package dev.hako.network.dns;

import java.net.InetAddress;

/// Who asks.
///
/// @param network the key of the network whose server was asked, as its [Zone] has it
/// @param address where the question came from, an address of that network
public record Asker(String network, InetAddress address) {}
