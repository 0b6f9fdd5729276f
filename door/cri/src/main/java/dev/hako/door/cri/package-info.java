/// Hako as the runtime of a Kubernetes node: the Container Runtime Interface, version 1, over the
/// engine.
///
/// Start with {@link dev.hako.door.cri.CriServer}, then its table of calls, {@link
/// dev.hako.door.cri.Services}. Each call, or a small group of calls that are one thing, is a class
/// named as in the interface; the packages below are its subjects:
///
/// - `call`: how a call is served: threads, cancellation, failures as codes of gRPC
/// - `device`: devices that files of the machine describe
/// - `runtime`: what the runtime says of itself
/// - `stream`: streams of containers and pods
/// - `stat`, `event`: what they use, and what happens to them
/// - `rehearsal`: a kubelet's usual calls, for the ahead-of-time cache
///
/// A call's class knows messages and the engine, and nothing of gRPC: it answers, or throws a
/// {@link dev.hako.failure.Failure}.
///
/// Invariants:
///
/// - Nothing is kept here. Pods and containers are the engine's, and so is what the kubelet said of
///   them: an engine that was killed answers as before.
/// - Only what was made through this door is shown through it.
/// - Whoever gives up a call is not worked for any longer, and what was being made is gone.
///
/// Threads: a virtual thread for each call; one thread of Netty's for all connections.
@NullMarked
package dev.hako.door.cri;

import org.jspecify.annotations.NullMarked;
