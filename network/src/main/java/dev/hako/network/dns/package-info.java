/// The name server of networks: boxes find each other by name, and everybody else through the
/// host's servers.
///
/// Start with [NameServer], which listens on a network's gateway, and [Names], by which its caller
/// says who is called what. `Resolver` is the order in which a question is looked at: own names,
/// own addresses, what never leaves the host, what [EgressPolicy] says of the rest. `Exchange` is a
/// question on its way through the host's servers. `DnsQuery`, `DnsAnswer`, `Reply` and `DnsName`
/// are as much of the protocol as that takes: RFC 1035, EDNS of RFC 6891, TCP of RFC 7766.
///
/// Invariants: nothing is sent to an address that is not of the listener's network. A name of a box
/// is never asked for outside, whatever the type. What one asker can have pending is bounded, and
/// so is what all can have. An answer goes out only when the policy has been told of its addresses.
///
/// One thread, `hako-dns`, does everything in turns and waits in the kernel while nothing happens;
/// there are no locks. [Names], [Upstream] and [EgressPolicy] are called on it and must not wait.
/// Other threads hand it tasks.
@NullMarked
package dev.hako.network.dns;

import org.jspecify.annotations.NullMarked;
