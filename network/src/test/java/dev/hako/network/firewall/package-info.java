/// The packet filter of the running kernel: as nft and iptables list it, and as packets meet it.
@NullMarked
package dev.hako.network.firewall;

import org.jspecify.annotations.NullMarked;
