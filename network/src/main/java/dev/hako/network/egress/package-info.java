/// Where boxes may send to: which of the world each is let to, held by the packet filter, box by
/// box.
///
/// Start with [Barrier]; [EgressFilter] is that of a host, and [EgressRuleset] what it writes.
/// Where there is no packet filter on a box's way it is in the box, [InnerBarrier] and
/// [InnerRuleset]. [EgressRule] is what a user may ask for. A [PolicedBox] reaches the name server
/// of its networks, the ranges that its rules name, and addresses that were pinned for it ([Pin])
/// because the name server has just told it of them. All else is refused, and shown to who reads
/// [RefusedPackets].
///
/// On a host there are two tables of one name. That of bridges sees each frame of a policed wire:
/// what does not carry the box's own addresses is dropped, and what does goes up to the host,
/// though it may be for a neighbour on the same bridge; so does what neighbours send to it. That of
/// IP then sees both directions of each of its connections, and decides by the address that the
/// other has verified.
///
/// Invariants: nothing is let through because something is missing. Where the kernel can (Linux
/// 6.9), the tables are the socket's own: nobody else flushes or changes them while the engine
/// lives, and they stay when it dies.
///
/// One lock guards the socket of an [EgressFilter], and each [InnerFilter] those of its box;
/// nothing else is locked within. What was refused is heard by one thread for all ([Refusals]).
@NullMarked
package dev.hako.network.egress;

import org.jspecify.annotations.NullMarked;
