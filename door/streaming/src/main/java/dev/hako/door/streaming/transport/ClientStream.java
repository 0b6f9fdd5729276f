package dev.hako.door.streaming.transport;

import java.util.Map;
import java.util.Optional;

/// One stream of a client.
///
/// @param id what tells it from the others of its connection
/// @param headers what the client says it is for, names in lower case
/// @param input what the client sends
/// @param output what it is sent
public record ClientStream(int id, Map<String, String> headers, Inlet input, Outlet output) {
    static final String TYPE = "streamtype";

    public ClientStream {
        headers = Map.copyOf(headers);
    }

    /// A stream of the client's connection that is known by its number alone.
    static ClientStream numbered(int id, Inlet input, Outlet output) {
        return new ClientStream(id, Map.of(), input, output);
    }

    /// Kubernetes' word for what it carries.
    public Optional<String> type() {
        return Optional.ofNullable(headers.get(TYPE));
    }

    /// Whether nothing more goes either way.
    boolean isOver() {
        return output.isFinished() && input.isOver();
    }
}
