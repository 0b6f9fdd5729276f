package dev.hako.network.dns;

import dev.hako.network.address.Subnet;
import java.net.InetAddress;
import java.util.List;

/// A network that is listened to.
///
/// @param network its key, which means nothing here
/// @param subnets its addresses: nobody else is answered, and they are never asked for outside
public record Zone(String network, List<Subnet> subnets) {
    public Zone {
        subnets = List.copyOf(subnets);
    }

    boolean contains(InetAddress address) {
        for (Subnet subnet : subnets) {
            if (subnet.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
