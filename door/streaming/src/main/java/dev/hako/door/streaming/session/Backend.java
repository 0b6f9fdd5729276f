package dev.hako.door.streaming.session;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/// Who has the programs and networks that clients are connected to. Called by virtual threads, one
/// for each session.
public interface Backend {
    /// Runs a program with a client's streams, and returns when it has ended and all that it said
    /// was passed on, or when the client has left.
    ///
    /// @return how it ended
    /// @throws Failure if it cannot run; the client is told
    Outcome exec(Call.Exec call, ProgramStreams streams);

    /// Joins a client's streams to a container's program, likewise.
    Outcome attach(Call.Attach call, ProgramStreams streams);

    /// Connects to a port on the loopback interface of a pod's network.
    ///
    /// @return a connection that blocks, to be closed by the caller
    /// @throws Failure if there is no such pod, or it does not run
    /// @throws IOException if nobody listens there
    SocketChannel dial(String pod, int port) throws IOException;
}
