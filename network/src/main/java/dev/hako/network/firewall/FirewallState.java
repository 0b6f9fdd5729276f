package dev.hako.network.firewall;

import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.port.PortForward;
import java.util.List;

/// All that the packet filter is to know.
public record FirewallState(List<BridgeSpec> networks, List<PortForward> forwards) {
    public FirewallState {
        networks = List.copyOf(networks);
        forwards = List.copyOf(forwards);
    }
}
