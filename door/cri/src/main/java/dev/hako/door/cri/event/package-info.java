/// `GetContainerEvents`: what happens to pods and containers, told as it happens.
///
/// Start with {@link dev.hako.door.cri.event.GetContainerEvents}. The engine's journal of events is
/// read from the moment of the question on; what the interface has no word for is passed over.
///
/// Threads: each listener has his own, and a reader of the journal.
@NullMarked
package dev.hako.door.cri.event;

import org.jspecify.annotations.NullMarked;
