package dev.hako.door.streaming.transport;

/// What is made of the streams that a client opens. Called by the event loop; must not wait.
public interface Conversation {
    /// The client has opened a stream.
    ///
    /// @return whether it is wanted; otherwise it is refused
    boolean opened(ClientStream stream);
}
