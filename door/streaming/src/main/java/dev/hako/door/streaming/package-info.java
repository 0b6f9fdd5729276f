/// The streaming server: what a client gets by the URL that Exec, Attach and PortForward of
/// Kubernetes' CRI answer with.
///
/// Start with [StreamingServer]. It gives a token for each call, and a client that brings one over
/// HTTP has its connection upgraded ([Upgrade]) to SPDY/3.1 or a WebSocket. `session` is what the
/// client's streams are for, `transport` how they share its connection.
///
/// A token is all that protects a session: it is made of 256 random bits, works once, and expires.
///
/// One thread is Netty's event loop for all clients and never waits; each session has virtual
/// threads of its own.
@NullMarked
package dev.hako.door.streaming;

import org.jspecify.annotations.NullMarked;
