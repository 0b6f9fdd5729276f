/// The outside world for the boxes of an ordinary user, who may not make network interfaces on the
/// host: a program speaks TCP and UDP for a box with the host's own sockets.
///
/// Start with [UserNetworking#find], which tells whose program is there: [Pasta] of passt, or
/// [Slirp4netns]. Each box has such a program of its own, an [Uplink].
///
/// Boxes reach each other by the bridges of a [UserSwitch], which has nothing to do with these
/// programs.
///
/// Of such a program:
///
/// - It gets the box's network namespace as an open descriptor: nothing has to be in the namespace,
///   and nothing has to be mounted.
/// - It is nobody's child: it lives on when the engine dies, and whoever is first in the pid
///   namespace reaps it.
/// - It holds the namespace, so it does not end with the box by itself. Whoever learns of the box's
///   end kills it, or closes the uplink; what a killed engine could not close, the next one finds
///   by [UserNetworking#uplinks]: the file that an uplink was given, whose folder is the engine's,
///   is an argument of the program and so known from the moment of its start.
/// - What it can do is nothing to the host: the host's loopback interface is closed to the box, and
///   the program keeps no privilege but those in the user's own user namespace.
///
/// Threads: a start is waited for by a platform thread of its own; nothing here has locks, but what
/// [UserSwitch] is made of.
@NullMarked
package dev.hako.network.rootless;

import org.jspecify.annotations.NullMarked;
