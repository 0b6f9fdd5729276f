/// Handing what containers write on to journald and syslog.
///
/// Start reading at {@link dev.hako.engine.delivery.Delivery}. The monitor writes every container's
/// log to a file, whoever lives; a delivery reads that file and remembers how far it has come, so
/// the next engine goes on where a killed one stopped. So nothing that holds up a receiver holds up
/// a container, and no line is lost before the file has been rotated away.
///
/// Invariants: a line is remembered as delivered after its receiver has taken it, so that at most
/// one is told twice when an engine is killed. Entries keep their order and their times.
///
/// Threads: each delivery has a virtual thread of its own, from its beginning until all that was
/// written has been taken, or until it is closed.
@NullMarked
package dev.hako.engine.delivery;

import org.jspecify.annotations.NullMarked;
