/// Who is called what in which network, and the server that is asked for it.
///
/// Start reading at [NameService]. How questions are answered is [dev.hako.network.dns]'s.
///
/// Invariants: nobody has a name in the standard network; who has no connection has no name.
///
/// Threads and locks: whoever begins or ends listening holds the service's lock; what is asked goes
/// to concurrent maps.
@NullMarked
package dev.hako.engine.network.names;

import org.jspecify.annotations.NullMarked;
