package dev.hako.network.dns;

import java.net.InetSocketAddress;
import java.util.List;

/// What becomes of a question for a name that is no box's.
public sealed interface Egress {
    /// It is asked.
    ///
    /// @param servers in the order in which they are asked; none for the host's
    record Forward(List<InetSocketAddress> servers) implements Egress {
        public Forward {
            servers = List.copyOf(servers);
        }
    }

    /// Such a name there is not, as for a network that ends at the host.
    record Unknown() implements Egress {}

    /// There is such a name, and nothing of the type that was asked for.
    record Nothing() implements Egress {}

    /// The asker may not know.
    record Refuse() implements Egress {}

    /// To the host's servers.
    Egress TO_HOST = new Forward(List.of());
}
