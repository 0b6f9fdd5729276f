package dev.hako.door.streaming.session;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The streams of a session for a program, by Kubernetes' names.
enum StreamName {
    STDIN(0),
    STDOUT(1),
    STDERR(2),
    /// How the session has ended.
    ERROR(3),
    /// Sizes of the client's terminal.
    RESIZE(4);

    /// Those that the client reads.
    static final List<StreamName> OUTPUTS = List.of(STDOUT, STDERR, ERROR);

    private final int channel;

    StreamName(int channel) {
        this.channel = channel;
    }

    /// The number of its channel in a WebSocket.
    int channel() {
        return channel;
    }

    /// The value of the header `streamtype`.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<StreamName> of(String word) {
        return Arrays.stream(values()).filter(name -> name.word().equals(word)).findAny();
    }
}
