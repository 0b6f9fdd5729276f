/// Asking and changing the kernel's network through messages: netlink(7), rtnetlink(7).
///
/// Start with [RouteNetlink], which knows links, addresses and routes; changes to them are data, by
/// [LinkRequests], [LinkAddress] and [Route]. [NetlinkRequest] and [Attributes] write and read any
/// message; [Netlink] exchanges them and turns refusals into exceptions that carry the kernel's own
/// words.
///
/// A socket serves the network namespace of the thread that opened it, and one thread at a time.
/// Numbers in messages have the machine's byte order.
@NullMarked
package dev.hako.kernel.netlink;

import org.jspecify.annotations.NullMarked;
