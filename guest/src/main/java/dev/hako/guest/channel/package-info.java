/// The host's side of the conversation with the init of a guest kernel:
/// `launcher/include/channel.h`.
///
/// Start reading at {@link dev.hako.guest.channel.Channel}: it begins runs in the guest, each with
/// streams that behave as sockets do.
///
/// Invariants: no more is on the line than its window allows, for beyond it the guest's terminal
/// loses input for good; no stream is sent more than the guest has given credit for, so that one
/// that nobody reads holds up no other. A guest that breaks a rule is taken for an enemy: the
/// channel ends.
///
/// Threads: a channel has one thread that reads; whoever writes waits for credit and window on the
/// channel's one lock. Streams may be used by any thread, each direction by one.
@NullMarked
package dev.hako.guest.channel;

import org.jspecify.annotations.NullMarked;
