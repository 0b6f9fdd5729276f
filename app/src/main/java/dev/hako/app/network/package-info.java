/// Networks and what is connected to them in the shape of Docker's `network ls`, `network inspect`
/// and `NetworkSettings`.
///
/// Start reading at {@link dev.hako.app.network.ShownNetwork}: an engine keeps the networks that
/// were made, users know two more, which need no making. Everything is read when it is asked for
/// and nothing is kept, so there are no locks.
@NullMarked
package dev.hako.app.network;

import org.jspecify.annotations.NullMarked;
