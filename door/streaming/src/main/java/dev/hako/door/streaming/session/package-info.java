/// What a client's streams are for: a program's standard streams, or connections to a pod's ports.
///
/// Start with [Backend], which is what somebody else has to bring, and [Call], which is what it is
/// asked for. [ProgramConversation] and [ForwardConversation] join the two; [Dialect] is what
/// Kubernetes' versions of the protocol differ in.
///
/// Each session has a virtual thread that calls the backend and lives as long as the session.
@NullMarked
package dev.hako.door.streaming.session;

import org.jspecify.annotations.NullMarked;
