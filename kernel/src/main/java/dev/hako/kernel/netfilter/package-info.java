/// Speaking to the kernel's packet filter and its table of connections: nf_tables, ctnetlink, and
/// nfnetlink, which carries both.
///
/// Start with [Nftables], which makes changes all at once or not at all; the changes are made by an
/// [NftTable], out of [NftChain], [NftSet] and [NftRule]. A rule is a list of [Expression]: the
/// kernel's small machine, one instruction each, whose listing is `nft --debug=netlink`.
/// [Conntrack] forgets connections.
///
/// There is no libnftables in between: it would be a second process or a library that not every
/// host has, for a few messages. Numbers in attributes have the network's byte order; those in
/// registers the machine's, unless they came out of a packet.
@NullMarked
package dev.hako.kernel.netfilter;

import org.jspecify.annotations.NullMarked;
