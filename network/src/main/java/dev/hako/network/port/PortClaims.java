package dev.hako.network.port;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ports of the host that programs are about to take by themselves. A program cannot be handed a
/// [PortReservation], so that between the two nobody has the port; this keeps it from others of
/// this process meanwhile.
public final class PortClaims {
    private final Set<Claim> all = ConcurrentHashMap.newKeySet();

    private record Claim(TransportProtocol protocol, InetAddress address, int port) {}

    /// Begins to take ports for one program.
    public Turn begin() {
        return new Turn();
    }

    /// What is claimed for one program. Closing it when the program has the ports, or never will,
    /// gives the claims up. One thread at a time uses it.
    public final class Turn implements AutoCloseable {
        private final List<Claim> own = new ArrayList<>(2);

        private Turn() {}

        /// Takes a port that nobody has, nor is about to take.
        ///
        /// @param port 0 for any that is free
        /// @throws PortTaken if it is another's
        public PortReservation take(TransportProtocol protocol, InetAddress address, int port) {
            PortReservation taken = PortReservation.trial(protocol, address, port);
            Claim claim = new Claim(protocol, address, taken.port());
            if (own.contains(claim)) {
                return taken;
            }
            if (!all.add(claim)) {
                taken.close();
                String name = PortReservation.name(protocol, address, claim.port());
                throw new PortTaken(name, protocol, claim.port(), Optional.empty());
            }
            own.add(claim);
            return taken;
        }

        @Override
        public void close() {
            own.forEach(all::remove);
            own.clear();
        }
    }
}
