/// The packet filter: which boxes reach whom, under which address, and by which ports of the host
/// they are reached.
///
/// Start with [Firewall]; [Ruleset] is what it writes. All is in one table of nf_tables that
/// belongs to one engine. Its rules are always the same: networks and published ports are elements
/// of its sets and maps, so that one that comes or goes costs one element, whatever else there is.
/// What packets then cost does not depend on how many ports are published, either.
///
/// The table can be made anew from a [FirewallState] at any moment, in one transaction: packets see
/// the old one or the new one. Connections live through it.
///
/// One lock guards the socket of a [Firewall]; nothing else is locked within.
@NullMarked
package dev.hako.network.firewall;

import org.jspecify.annotations.NullMarked;
