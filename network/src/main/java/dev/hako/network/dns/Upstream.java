package dev.hako.network.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Whom the host asks. Called for each question that goes out, on the server's thread: answers at
/// once.
public interface Upstream {
    Servers servers();

    /// Servers and how they are asked.
    ///
    /// @param addresses in the order in which they are asked
    /// @param timeout how long one of them is waited for
    /// @param attempts how often all of them are asked
    /// @param rotate whether they take turns in being the first
    record Servers(
            List<InetSocketAddress> addresses, Duration timeout, int attempts, boolean rotate) {
        public Servers {
            addresses = List.copyOf(addresses);
            if (!timeout.isPositive() || attempts < 1) {
                throw new IllegalArgumentException("servers that are never waited for");
            }
        }

        Servers at(List<InetSocketAddress> others) {
            return new Servers(others, timeout, attempts, false);
        }
    }
}
