package dev.hako.network.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Who is called what. Asked for each question on the server's thread: answers at once, from
/// memory.
public interface Names {
    /// The addresses of both families that a name has for somebody who asks.
    ///
    /// @param name in lower case, without a dot at its end
    /// @return in any order, for they are given in turns; none if the name is unknown
    List<InetAddress> addresses(String name, Asker asker);

    /// The name of an address for somebody who asks, such as `web.shop`.
    Optional<String> nameOf(InetAddress address, Asker asker);
}
